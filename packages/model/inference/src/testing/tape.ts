import { type Json, PawlError } from "@pawl/core";

export type RecordedRequest = { readonly method: string; readonly url: string; readonly body: Json };

/** Text of one chunk and when it came, counted from the request. */
export type Chunk = { readonly afterMs: number; readonly text: string };

export type Interaction = {
  readonly request: RecordedRequest;
  readonly response: {
    readonly status: number;
    readonly headers: { readonly [name: string]: string };
    readonly chunks: readonly Chunk[];
    /** The connection broke after the last chunk. */
    readonly cut?: boolean;
  };
};

const FORMAT = "pawl.cassette/1";

/** Returns the text of a cassette: JSON, indented, so that a change can be reviewed. */
export function tapeText(interactions: readonly Interaction[]): string {
  return `${JSON.stringify({ format: FORMAT, interactions }, null, 2)}\n`;
}

/** @throws PawlError `data.cassette-unreadable` where the text is none. */
export function parseTape(text: string, path: string): Interaction[] {
  let tape: unknown;
  try {
    tape = JSON.parse(text);
  } catch (cause) {
    throw unreadable(path, "it is not JSON", cause);
  }
  if (typeof tape !== "object" || tape === null || !("format" in tape) || !("interactions" in tape))
    throw unreadable(path, `it has no format`);
  if (tape.format !== FORMAT) throw unreadable(path, `its format is ${JSON.stringify(tape.format)}, not "${FORMAT}"`);
  if (!Array.isArray(tape.interactions)) throw unreadable(path, "its interactions are no list");
  return tape.interactions.map((item: unknown, index) => {
    if (!isInteraction(item)) throw unreadable(path, `interaction ${index} is not complete`);
    return item;
  });
}

function isInteraction(value: unknown): value is Interaction {
  if (!isRecord(value)) return false;
  const { request, response } = value;
  if (!isRecord(request) || typeof request["method"] !== "string" || typeof request["url"] !== "string" || !("body" in request))
    return false;
  return isRecord(response) && typeof response["status"] === "number" && isRecord(response["headers"]) && isChunks(response["chunks"]);
}

function isChunks(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every((one: unknown) => isRecord(one) && typeof one["afterMs"] === "number" && typeof one["text"] === "string")
  );
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function unreadable(path: string, why: string, cause?: unknown): PawlError {
  return new PawlError("data.cassette-unreadable", `The cassette ${path} cannot be used: ${why}. Delete it and record it again.`, {
    facts: { billed: false, path },
    cause,
  });
}
