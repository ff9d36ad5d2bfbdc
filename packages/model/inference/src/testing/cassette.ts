import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { type Clock, canonicalJson, type Json, PawlError, systemClock } from "@pawl/core";
import { maskSecrets } from "@pawl/policy";
import { nearestDifference } from "./nearest-difference.ts";
import { type Chunk, type Interaction, parseTape, type RecordedRequest, tapeText } from "./tape.ts";

export interface CassetteOptions {
  /** A JSON file. */
  readonly path: string;
  /** `record` asks the endpoint and writes anew; `replay` never asks; `auto` replays what is there and records what is not. */
  readonly mode: "record" | "replay" | "auto";
  /** Applied to every text before it is written or compared, after API keys and tokens were taken out. */
  readonly scrub?: ((text: string) => string) | undefined;
  /** Whether a replay takes the time the recording took. @default "none" */
  readonly timing?: "none" | "recorded" | undefined;
  /** What asks the endpoint. @default globalThis.fetch */
  readonly fetch?: typeof globalThis.fetch | undefined;
  readonly clock?: Clock | undefined;
}

type Fetch = typeof globalThis.fetch;

/** Response headers that are kept; of request headers none is, as they carry keys. */
const KEPT_HEADERS = ["content-type", "retry-after", "retry-after-ms"];

/**
 * Returns a `fetch` that records HTTP with the timing of its chunks, or replays it. A request is found by method, address and body (JSON by its canonical
 * text); equal ones replay in the order they were recorded. A request that is not on the cassette is a `data.cassette-miss` that names where the
 * nearest one differs. Written whole after each answer; an answer that its reader left is not recorded.
 * @throws PawlError `data.cassette-miss`, `data.cassette-unreadable` (not a cassette), `io.cassette-missing` (replay without a file)
 */
export function cassette(options: CassetteOptions): Fetch {
  const { path, mode, timing = "none" } = options;
  const clock = options.clock ?? systemClock;
  const ask = options.fetch ?? globalThis.fetch;
  const scrub = (text: string): string => {
    const masked = maskSecrets(text);
    return options.scrub ? options.scrub(masked) : masked;
  };
  const played = new Map<string, number>();
  let tape: Promise<Interaction[]> | null = null;
  let writing: Promise<void> = Promise.resolve();

  const load = (): Promise<Interaction[]> => {
    tape ??= mode === "record" ? Promise.resolve([]) : readTape(path, mode);
    return tape;
  };
  const keep = async (interaction: Interaction): Promise<void> => {
    const interactions = await load();
    interactions.push(interaction);
    writing = writing.catch(() => {}).then(() => writeTape(path, interactions));
    await writing;
  };

  const record = async (input: Parameters<Fetch>[0], init: Parameters<Fetch>[1], request: RecordedRequest): Promise<Response> => {
    const startedAt = clock.now();
    const response = await ask(input, init);
    const headers = Object.fromEntries(
      KEPT_HEADERS.flatMap((name) => (response.headers.has(name) ? [[name, response.headers.get(name) ?? ""]] : [])),
    );
    const done = (chunks: readonly Chunk[], cut: boolean): Promise<void> =>
      keep({ request, response: { status: response.status, headers, chunks: scrubbed(chunks, scrub), ...(cut ? { cut } : {}) } });
    return new Response(tee(response, { sinceMs: () => clock.now() - startedAt, done }), {
      status: response.status,
      headers: response.headers,
    });
  };

  const replay = async (request: RecordedRequest, signal: AbortSignal | null | undefined): Promise<Response | null> => {
    const key = keyOf(request);
    const equal = (await load()).filter((one) => keyOf(one.request) === key);
    const turn = played.get(key) ?? 0;
    const found = equal[turn];
    // What is recorded now was asked for now, and is not for the next one.
    played.set(key, turn + 1);
    if (!found) return null;
    const { status, headers } = found.response;
    return new Response(playback(found, { clock: timing === "recorded" ? clock : null, signal }), { status, headers });
  };

  return async (input, init) => {
    init?.signal?.throwIfAborted();
    const request = await requestOf(input, init, scrub);
    if (mode !== "record") {
      const response = await replay(request, init?.signal);
      if (response) return response;
      if (mode === "replay") throw miss(path, request, await load());
    }
    return record(input, init, request);
  };
}

async function requestOf(
  input: Parameters<Fetch>[0],
  init: Parameters<Fetch>[1],
  scrub: (text: string) => string,
): Promise<RecordedRequest> {
  const asked = new Request(input instanceof Request ? input.clone() : input, init);
  const text = scrub(await asked.text());
  return { method: asked.method, url: scrub(asked.url), body: parsed(text) };
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function keyOf({ method, url, body }: RecordedRequest): string {
  return `${method} ${url} ${canonicalJson(body)}`;
}

/** A secret may stand across two chunks: then the answer becomes one. */
function scrubbed(chunks: readonly Chunk[], scrub: (text: string) => string): readonly Chunk[] {
  const whole = chunks.map(({ text }) => text).join("");
  const masked = scrub(whole);
  if (masked === whole) return chunks;
  const each = chunks.map((chunk) => ({ ...chunk, text: scrub(chunk.text) }));
  if (each.map(({ text }) => text).join("") === masked) return each;
  return [{ afterMs: chunks.at(-1)?.afterMs ?? 0, text: masked }];
}

/** Passes a body on as it comes; `done` is told the chunks before the reader sees the end, which of an event stream is `[DONE]`: readers stop there. */
function tee(
  response: Response,
  about: { readonly sinceMs: () => number; readonly done: (chunks: readonly Chunk[], cut: boolean) => Promise<void> },
): ReadableStream<Uint8Array> | null {
  const { body } = response;
  const chunks: Chunk[] = [];
  const decoder = new TextDecoder();
  let tail = "";
  let told = false;
  const note = (text: string): void => {
    if (text !== "") chunks.push({ afterMs: Math.round(about.sinceMs()), text });
    tail = (tail + text).slice(-64);
  };
  const tell = async (cut: boolean): Promise<void> => {
    if (!told) await about.done(chunks, cut);
    told = true;
  };
  const reader = body?.getReader();
  return new ReadableStream({
    pull: async (controller) => {
      try {
        const next = reader ? await reader.read() : { done: true as const };
        if (next.done) {
          note(decoder.decode());
          await tell(false);
          controller.close();
          return;
        }
        note(decoder.decode(next.value, { stream: true }));
        if (/^data: ?\[DONE\]\s*$/m.test(tail)) await tell(false);
        controller.enqueue(next.value);
      } catch (error) {
        const aborted = error instanceof Error && error.name === "AbortError";
        if (!aborted) await tell(true);
        controller.error(error);
      }
    },
    cancel: (reason) => reader?.cancel(reason),
  });
}

function playback(
  { response: { chunks, cut } }: Interaction,
  { clock, signal }: { readonly clock: Clock | null; readonly signal: AbortSignal | null | undefined },
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let at = 0;
  return new ReadableStream({
    pull: async (controller) => {
      const chunk = chunks[at];
      if (!chunk) {
        if (cut) controller.error(new TypeError("terminated"));
        else controller.close();
        return;
      }
      const waitMs = chunk.afterMs - (chunks[at - 1]?.afterMs ?? 0);
      at++;
      if (clock && waitMs > 0) await clock.sleep(waitMs, { abortSignal: signal ?? undefined });
      controller.enqueue(encoder.encode(chunk.text));
    },
  });
}

async function readTape(path: string, mode: "replay" | "auto"): Promise<Interaction[]> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    if (mode === "auto" && cause instanceof Error && "code" in cause && cause.code === "ENOENT") return [];
    throw new PawlError("io.cassette-missing", `The cassette ${path} cannot be read. Record it first (mode "record"), or check the path.`, {
      facts: { billed: false, path },
      cause,
    });
  }
  return parseTape(text, path);
}

/** Beside and then in place of it, so that a reader never sees half a file. */
async function writeTape(path: string, interactions: readonly Interaction[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const beside = `${path}.${process.pid}.tmp`;
  await writeFile(beside, tapeText(interactions));
  await rename(beside, path);
}

function miss(path: string, request: RecordedRequest, interactions: readonly Interaction[]): PawlError {
  const near = nearestDifference(request, interactions);
  return new PawlError(
    "data.cassette-miss",
    `${request.method} ${request.url} is not on the cassette ${path}. ${near.message} Record it again (mode "record" or "auto"), or mend what changed the request.`,
    { facts: { billed: false, path, url: request.url, recorded: interactions.length, differsAt: [...near.paths] } },
  );
}
