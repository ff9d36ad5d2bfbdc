import { isPawlError, type Json, type Ms, PawlError } from "@pawl/core";
import { maskSecrets } from "@pawl/policy";
import type { Endpoint } from "./endpoint.ts";

/**
 * Returns what a call throws for an error of the SDK: the signal's own reason after an abort, else a branded error. Nothing of the key, and of
 * the endpoint's own words only those of a request it refused (masked, at most 200 characters).
 */
export function callError(error: unknown, endpoint: Endpoint, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted) return signal.reason;
  if (isPawlError(error)) return error;
  if (error instanceof Error && isPawlError(error.cause)) return error.cause;
  const status = numberAt(error, "status");
  if (status !== null) return statusError(status, error, endpoint);
  if (error instanceof SyntaxError) return notJson(endpoint, { cause: error });
  if (nameOf(error) === "APIConnectionTimeoutError") return timeout(error, endpoint);
  const inBand = recordAt(error, "error");
  if (inBand !== null) return inBandError(inBand, endpoint);
  return isConnectionError(error) ? connectionError(error, endpoint) : error;
}

/** The SDK's, or of the body of an answer: undici says "terminated" there. What is neither is a bug and stays what it is. */
function isConnectionError(error: unknown): boolean {
  if (nameOf(error) === "APIConnectionError" || systemCodeOf(error) !== null) return true;
  return error instanceof TypeError && error.message === "terminated";
}

/** Codes with which no connection was made, so that nothing was used. */
const UNREACHABLE: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ETIMEDOUT",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

function connectionError(error: unknown, endpoint: Endpoint): PawlError {
  const code = systemCodeOf(error);
  if (code !== null && UNREACHABLE.has(code)) {
    return new PawlError(
      "service.unreachable",
      `${endpoint.baseUrl} cannot be reached (${code}). Check that the address is right and the server runs, then try again.`,
      { retryable: true, facts: { ...factsOf(endpoint), billed: false, system: code }, cause: error },
    );
  }
  return cutOff(endpoint, { cause: error, system: code });
}

/** The connection ended before the answer did. */
export function cutOff(endpoint: Endpoint, about: { readonly cause?: unknown; readonly system?: string | null } = {}): PawlError {
  return new PawlError(
    "service.cut",
    `${endpoint.baseUrl} closed the connection before the answer was complete. Try again; if it lasts, look at the server's log.`,
    { retryable: true, facts: { ...factsOf(endpoint), system: about.system ?? null }, cause: about.cause },
  );
}

export function notJson(endpoint: Endpoint, about: { readonly cause?: unknown; readonly contentType?: string | null } = {}): PawlError {
  return new PawlError(
    "service.not-json",
    `${endpoint.baseUrl} answered with ${about.contentType ?? "a text"} that is not JSON: a proxy's page, or not an OpenAI-compatible address. Check the base URL; it ends in /v1 mostly.`,
    { facts: { ...factsOf(endpoint), contentType: about.contentType ?? null }, cause: about.cause },
  );
}

export function badResponse(endpoint: Endpoint, expected: string): PawlError {
  return new PawlError(
    "service.bad-response",
    `${endpoint.baseUrl} answered with JSON that is not a chat completion: expected ${expected}. Check that the address speaks the OpenAI API.`,
    { facts: { ...factsOf(endpoint), expected } },
  );
}

/** `error` holds the body's own `code`, `type` and, under `error`, its words. */
export function statusError(status: number, error: unknown, endpoint: Endpoint): PawlError {
  const kind = stringAt(error, "code") ?? stringAt(error, "type");
  const facts = { ...factsOf(endpoint), status, kind };
  const refused = { ...facts, billed: false };
  const at = `${endpoint.baseUrl} answered ${status}${kind === null ? "" : ` (${kind})`}`;
  if (status === 401 || status === 403) {
    const { keyVariable: variable } = endpoint;
    const where = variable === null ? "Give `apiKey` or `apiKeyVariable`." : `Check the key in the environment variable ${variable}.`;
    return new PawlError("use.key-refused", `${at}: the key was refused. ${where}`, { facts: { ...refused, variable } });
  }
  if (status === 429 && kind === "insufficient_quota") {
    return new PawlError("use.no-credit", `${at}: the account has no credit left. Waiting does not help; add credit or use another key.`, {
      facts: refused,
    });
  }
  if (status === 429) {
    const retryAfterMs = retryAfterOf(error, endpoint);
    return new PawlError(
      "service.rate-limited",
      `${at}: too many requests or tokens. Try again ${retryAfterMs === null ? "later" : `in ${retryAfterMs} ms`}, or lower the concurrency.`,
      {
        retryable: true,
        facts: { ...refused, ...(retryAfterMs === null ? {} : { retryAfterMs }) },
      },
    );
  }
  const said = wordsOf(error, endpoint);
  if (status === 404) {
    return new PawlError("use.not-found", `${at}: no such address or model. Check the base URL and the model's name "${endpoint.model}".`, {
      facts: { ...refused, said },
    });
  }
  if (status === 413 || kind === "context_length_exceeded") {
    return new PawlError("use.too-long", `${at}: the prompt and \`maxTokens\` are more than the model's context. Shorten the prompt.`, {
      facts: refused,
    });
  }
  if (status < 500 && status !== 408 && status !== 409) {
    return new PawlError(
      "use.bad-request",
      `${at} and refused the request${said === null ? "" : `: ${said}`}. Change the request; trying again does not help.`,
      {
        facts: { ...refused, said },
      },
    );
  }
  const retryAfterMs = retryAfterOf(error, endpoint);
  return new PawlError("service.failed", `${at}: it failed by itself. Try again later.`, {
    retryable: true,
    facts: { ...facts, ...(retryAfterMs === null ? {} : { retryAfterMs }), ...(status === 503 ? { billed: false } : {}) },
  });
}

/** An `error` in a body or a stream whose status was 200. */
export function inBandError(error: { readonly [key: string]: unknown }, endpoint: Endpoint): PawlError {
  const kind = stringAt(error, "code") ?? stringAt(error, "type");
  return new PawlError(
    "service.failed",
    `${endpoint.baseUrl} reported an error${kind === null ? "" : ` (${kind})`} in its answer. Try again later.`,
    {
      retryable: true,
      facts: { ...factsOf(endpoint), kind },
    },
  );
}

function timeout(error: unknown, endpoint: Endpoint): PawlError {
  const byFetch = systemCodeOf(error) === "UND_ERR_HEADERS_TIMEOUT";
  const waited = byFetch ? "before Node's own fetch gave up" : `within ${endpoint.timeoutMs} ms`;
  const longer = byFetch ? "a `fetch` with a longer headersTimeout" : "a longer `timeoutMs`";
  return new PawlError(
    "service.timeout",
    `${endpoint.baseUrl} did not answer ${waited}. Try again later, stream the answer, or give ${longer}.`,
    {
      retryable: true,
      facts: { ...factsOf(endpoint), timeoutMs: byFetch ? null : endpoint.timeoutMs },
      cause: error,
    },
  );
}

export function factsOf(endpoint: Endpoint): { readonly [key: string]: Json } {
  return { model: endpoint.model, baseUrl: endpoint.baseUrl };
}

/** `retry-after-ms`, or `retry-after` in seconds or as an HTTP date (RFC 9110 §10.2.3). */
function retryAfterOf(error: unknown, { clock }: Endpoint): Ms | null {
  const headers = error instanceof Object && "headers" in error ? error.headers : undefined;
  if (!(headers instanceof Headers)) return null;
  const ms = Number.parseFloat(headers.get("retry-after-ms") ?? "");
  if (ms >= 0) return Math.ceil(ms);
  const after = headers.get("retry-after");
  if (after === null) return null;
  if (/^\s*\d+(\.\d+)?\s*$/.test(after)) return Math.ceil(Number(after) * 1000);
  const at = Date.parse(after);
  return Number.isNaN(at) ? null : Math.max(0, at - clock.now());
}

function wordsOf(error: unknown, endpoint: Endpoint): string | null {
  const words = stringAt(recordAt(error, "error"), "message");
  if (words === null) return null;
  const key = endpoint.key();
  return maskSecrets(key === null || key === "" ? words : words.replaceAll(key, "[secret]")).slice(0, 200);
}

function systemCodeOf(error: unknown): string | null {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if (at instanceof AggregateError) for (const one of at.errors) if (stringAt(one, "code") !== null) return stringAt(one, "code");
    const code = stringAt(at, "code");
    if (code !== null) return code;
  }
  return null;
}

function nameOf(error: unknown): string {
  return error instanceof Object ? error.constructor.name : "";
}

function stringAt(value: unknown, key: string): string | null {
  const at = value instanceof Object ? Reflect.get(value, key) : undefined;
  return typeof at === "string" && at !== "" ? at : null;
}

function numberAt(value: unknown, key: string): number | null {
  const at = value instanceof Object ? Reflect.get(value, key) : undefined;
  return typeof at === "number" ? at : null;
}

function recordAt(value: unknown, key: string): { readonly [key: string]: unknown } | null {
  const at: unknown = value instanceof Object ? Reflect.get(value, key) : undefined;
  return typeof at === "object" && at !== null && !Array.isArray(at) ? Object.fromEntries(Object.entries(at)) : null;
}
