import type { Json } from "./json.ts";

/** The part of a branded error that can be stored and sent. Recognise errors by brand (`isPawlError`), not by class. */
export type PawlErrorShape = {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  readonly facts: { readonly [key: string]: Json };
};

/** What a command's exit code follows: wrong use 64, bad data 65, service 69, our bug 70, cannot read or write 74. */
export type ErrorCategory = "use" | "data" | "service" | "bug" | "io";

/** Permanent: `<category>.<situation>`, never renamed once released. */
export type ErrorCode = `${ErrorCategory}.${string}`;

export interface PawlErrorOptions {
  /** What a program needs to act on the failure. Never a secret, a prompt or a user's words. */
  readonly facts?: { readonly [key: string]: Json } | undefined;
  /** Whether the same call may succeed later without any change. @default false */
  readonly retryable?: boolean | undefined;
  readonly cause?: unknown;
}

const BRAND = Symbol.for("pawl.error");

/**
 * Base of every failure at run time. The message says what happened, where and why, and what to do next, in full sentences.
 * Recognise it with `isPawlError` and the code: the brand is a registered symbol, so two copies of this package agree.
 */
export class PawlError extends Error implements PawlErrorShape {
  readonly code: ErrorCode;
  readonly facts: { readonly [key: string]: Json };
  readonly retryable: boolean;

  constructor(code: ErrorCode, message: string, options: PawlErrorOptions = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = "PawlError";
    Object.defineProperty(this, BRAND, { value: true });
    this.code = code;
    this.facts = options.facts ?? {};
    this.retryable = options.retryable ?? false;
  }
}

/** Whether `error` is a Pawl error, from any copy of the package, and of the given code where one is given. */
export function isPawlError(error: unknown, code?: ErrorCode): error is PawlError {
  return error instanceof Object && BRAND in error && (code === undefined || ("code" in error && error.code === code));
}

const NOT_RETRYABLE: { readonly retryable: false; readonly facts: PawlErrorShape["facts"] } = { retryable: false, facts: {} };

/**
 * What of any thrown value can be stored: of a foreign error only its message, under the code `bug.unexpected`. A `TimeoutError` (as
 * `AbortSignal.timeout` gives) is `service.timeout`, an `AbortError` `use.aborted`.
 */
export function errorShape(error: unknown): PawlErrorShape {
  if (isPawlError(error)) return { code: error.code, message: error.message, retryable: error.retryable, facts: error.facts };
  if (error instanceof Error && error.name === "TimeoutError") return { code: "service.timeout", ...NOT_RETRYABLE, message: error.message };
  if (error instanceof Error && error.name === "AbortError") return { code: "use.aborted", ...NOT_RETRYABLE, message: error.message };
  const message = error instanceof Error ? error.message : String(error);
  return { code: "bug.unexpected", message, ...NOT_RETRYABLE };
}
