import { type Clock, type Ms, PawlError, systemClock } from "@pawl/core";
import type OpenAI from "openai";

const OPENAI_URL = "https://api.openai.com/v1";

/** What every adapter of an OpenAI-compatible endpoint takes. */
export interface EndpointOptions {
  /** The model's name as the endpoint knows it. */
  readonly model: string;
  /** Up to and with `/v1`. @default https://api.openai.com/v1 */
  readonly baseUrl?: string | undefined;
  readonly apiKey?: string | undefined;
  /** The environment variable that holds the key, read at the first call. @default OPENAI_API_KEY; with a `baseUrl` of your own none, so that no key goes to another host */
  readonly apiKeyVariable?: string | undefined;
  readonly headers?: { readonly [name: string]: string } | undefined;
  /** Longest wait for the head of an answer, and for all of one that is not streamed. Above 300,000 Node's own fetch gives up first: give a `fetch`. @default 180,000 */
  readonly timeoutMs?: Ms | undefined;
  /** For cassettes, proxies and tests. @default globalThis.fetch */
  readonly fetch?: typeof globalThis.fetch | undefined;
  readonly clock?: Clock | undefined;
}

/** An endpoint that is connected to at its first call. */
export interface Endpoint {
  readonly model: string;
  readonly baseUrl: string;
  readonly isOpenAi: boolean;
  readonly keyVariable: string | null;
  readonly clock: Clock;
  readonly timeoutMs: Ms;
  /** @throws PawlError `use.key-missing` */
  readonly client: () => Promise<OpenAI>;
  /** The key, so that it can be taken out of what the endpoint says; null before the first call and where there is none. */
  readonly key: () => string | null;
}

/** @throws TypeError where the model's name is empty or the base URL is no http(s) URL. */
export function endpointOf(options: EndpointOptions): Endpoint {
  const { model } = options;
  if (model === "") throw new TypeError("model is the name of a model at the endpoint; got an empty text.");
  const baseUrl = (options.baseUrl ?? OPENAI_URL).replace(/\/+$/, "");
  if (!URL.canParse(baseUrl) || !/^https?:$/.test(new URL(baseUrl).protocol)) {
    throw new TypeError(`baseUrl is an http or https URL, up to and with /v1; got ${JSON.stringify(options.baseUrl)}.`);
  }
  const isOpenAi = new URL(baseUrl).host === new URL(OPENAI_URL).host;
  const keyVariable = options.apiKeyVariable ?? (isOpenAi ? "OPENAI_API_KEY" : null);
  const timeoutMs = options.timeoutMs ?? 180_000;
  let key: string | null = null;
  let connecting: Promise<OpenAI> | null = null;

  const connect = async (): Promise<OpenAI> => {
    // A line end behind a key is how most of them come out of a file.
    key = (options.apiKey ?? (keyVariable === null ? "" : (process.env[keyVariable] ?? ""))).trim() || null;
    if (key === null && keyVariable !== null) throw keyMissing(keyVariable, baseUrl);
    if (key !== null && /[^\x21-\x7e]/.test(key)) throw keyMalformed(options.apiKey === undefined ? keyVariable : null, baseUrl);
    const { default: Client } = await import("openai");
    return new Client({
      apiKey: key ?? "none",
      baseURL: baseUrl,
      maxRetries: 0,
      timeout: timeoutMs,
      logLevel: "off",
      ...(isOpenAi ? {} : { organization: null, project: null }),
      defaultHeaders: { ...(key === null ? { Authorization: null } : {}), ...options.headers },
      ...(options.fetch ? { fetch: options.fetch } : {}),
    });
  };
  return {
    model,
    baseUrl,
    isOpenAi,
    keyVariable,
    clock: options.clock ?? systemClock,
    timeoutMs,
    client: () => {
      connecting ??= connect().catch((error: unknown) => {
        connecting = null;
        throw error;
      });
      return connecting;
    },
    key: () => key,
  };
}

function keyMissing(variable: string, baseUrl: string): PawlError {
  return new PawlError(
    "use.key-missing",
    `There is no key for ${baseUrl}: the environment variable ${variable} is not set. Set it, or give \`apiKey\`.`,
    { facts: { billed: false, variable, baseUrl } },
  );
}

/** Before it gets into a header: the error made there quotes it. */
function keyMalformed(variable: string | null, baseUrl: string): PawlError {
  const where = variable === null ? "`apiKey`" : `the environment variable ${variable}`;
  return new PawlError(
    "use.key-malformed",
    `The key for ${baseUrl} in ${where} holds characters that no key has, such as a space or a line end. Set it anew.`,
    {
      facts: { billed: false, variable, baseUrl },
    },
  );
}
