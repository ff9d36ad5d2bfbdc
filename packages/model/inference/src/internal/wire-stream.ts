import {
  type AssistantMessage,
  type Clock,
  type Extra,
  errorShape,
  type GenerateResult,
  type Ms,
  PawlError,
  type StreamEvent,
  type ToolCall,
  type Usage,
} from "@pawl/core";
import { cutOff, factsOf, inBandError } from "./call-error.ts";
import type { Endpoint } from "./endpoint.ts";
import { extraOf, fieldsOf, finishReasonOf, logProbsOf, usageOf } from "./wire-result.ts";

/** What a stream has said so far. */
export interface StreamState {
  /** Takes a chunk and returns the deltas it holds. @throws PawlError `service.failed` where the chunk is an error. */
  readonly take: (chunk: unknown) => readonly StreamEvent[];
  readonly isFinished: () => boolean;
  readonly partial: () => string;
  readonly usage: () => Usage | null;
  readonly result: () => GenerateResult;
}

interface CallParts {
  id: string | null;
  name: string;
  argumentsText: string;
}

/** Returns the collector of a chat completion's chunks. `startedAt` is when the call was made. */
export function streamState(endpoint: Endpoint, startedAt: Ms): StreamState {
  const { clock } = endpoint;
  const calls = new Map<number, CallParts>();
  const logProbs: NonNullable<GenerateResult["logProbs"]>[number][] = [];
  let content = "";
  let refusal = "";
  let reasoning = "";
  let extra: Extra | null = null;
  let finish: unknown = null;
  let usage: Usage | null = null;
  let servedBy = endpoint.model;
  let firstAt: Ms | null = null;

  const take = (chunk: unknown): readonly StreamEvent[] => {
    const fields = fieldsOf(chunk) ?? {};
    const reported = fieldsOf(fields["error"]);
    if (reported) throw inBandError(reported, endpoint);
    if (typeof fields["model"] === "string" && fields["model"] !== "") servedBy = fields["model"];
    usage = usageOf(fields["usage"]) ?? usage;
    const { choices } = fields;
    const choice = Array.isArray(choices) ? fieldsOf(choices[0]) : null;
    if (!choice) return [];
    finish = choice["finish_reason"] ?? finish;
    logProbs.push(...(logProbsOf(choice["logprobs"]) ?? []));
    const delta = fieldsOf(choice["delta"]) ?? {};
    const events = [...textEvents(delta), ...callEvents(delta["tool_calls"])];
    if (events.length > 0) firstAt ??= clock.now();
    const more = extraOf(delta);
    if (more) extra = { ...extra, ...more };
    return events;
  };

  const textEvents = (delta: { readonly [key: string]: unknown }): StreamEvent[] => {
    const events: StreamEvent[] = [];
    const thought = delta["reasoning_content"] ?? delta["reasoning"];
    if (typeof thought === "string" && thought !== "") {
      reasoning += thought;
      events.push({ type: "reasoning-delta", text: thought });
    }
    const { content: text, refusal: refused } = delta;
    if (typeof text === "string" && text !== "") {
      content += text;
      events.push({ type: "text-delta", text });
    }
    if (typeof refused === "string" && refused !== "") {
      refusal += refused;
      events.push({ type: "text-delta", text: refused });
    }
    return events;
  };

  const callEvents = (list: unknown): StreamEvent[] => {
    if (!Array.isArray(list)) return [];
    return list.map((item: unknown, place): StreamEvent => {
      const part = fieldsOf(item) ?? {};
      const index = typeof part["index"] === "number" ? part["index"] : place;
      const called = fieldsOf(part["function"]) ?? {};
      const known = calls.get(index) ?? { id: null, name: "", argumentsText: "" };
      calls.set(index, known);
      const id = typeof part["id"] === "string" && part["id"] !== "" ? part["id"] : null;
      const name = typeof called["name"] === "string" && called["name"] !== "" ? called["name"] : null;
      const argumentsText = typeof called["arguments"] === "string" ? called["arguments"] : "";
      known.id ??= id;
      if (name !== null) known.name = name;
      known.argumentsText += argumentsText;
      return { type: "tool-call-delta", index, ...(id === null ? {} : { id }), ...(name === null ? {} : { name }), argumentsText };
    });
  };

  const result = (): GenerateResult => {
    const toolCalls = [...calls]
      .sort(([a], [b]) => a - b)
      .map(([index, { id, ...call }]): ToolCall => ({ id: id ?? `call-${index}`, ...call }));
    const message: AssistantMessage = {
      role: "assistant",
      content: content + refusal,
      ...(toolCalls.length > 0 ? { toolCalls } : {}),
      ...(reasoning === "" ? {} : { reasoning }),
      ...(extra === null ? {} : { extra }),
    };
    return {
      message,
      finishReason: finishReasonOf(finish, { refused: refusal !== "", called: toolCalls.length > 0 }),
      usage,
      timings: timingsOf(clock.now(), { startedAt, firstAt, outputTokens: usage?.outputTokens ?? null }),
      servedBy,
      logProbs: logProbs.length > 0 ? logProbs : null,
    };
  };

  return { take, isFinished: () => finish !== null, partial: () => content + refusal, usage: () => usage, result };
}

function timingsOf(
  now: Ms,
  about: { readonly startedAt: Ms; readonly firstAt: Ms | null; readonly outputTokens: number | null },
): GenerateResult["timings"] {
  const { startedAt, firstAt, outputTokens } = about;
  const perToken = firstAt === null || outputTokens === null || outputTokens < 2 ? null : (now - firstAt) / (outputTokens - 1);
  return {
    totalMs: now - startedAt,
    queuedMs: null,
    timeToFirstTokenMs: firstAt === null ? null : firstAt - startedAt,
    timePerOutputTokenMs: perToken,
  };
}

/**
 * Gives the events of a stream of chunks, then its result: where it ended without a finish reason, or waits longer than `idleMs` for a chunk, it throws.
 * `stop` ends the request where the chunks are not read to their end.
 * @throws PawlError `service.cut`, `service.stalled`
 */
export async function* chunkEvents(
  chunks: AsyncIterable<unknown>,
  state: StreamState,
  { endpoint, idleMs, stop }: { readonly endpoint: Endpoint; readonly idleMs: Ms; readonly stop: () => void },
): AsyncGenerator<StreamEvent> {
  const iterator = chunks[Symbol.asyncIterator]();
  let open = true;
  try {
    while (true) {
      const next = await withinIdle(iterator.next(), { endpoint, idleMs });
      if (next.done) break;
      yield* state.take(next.value);
    }
    open = false;
  } catch (error) {
    // The answer was complete: what was lost is the line end, or the usage.
    if (!state.isFinished()) throw error;
  } finally {
    // Returning the iterator would wait for the chunk that never comes.
    if (open) stop();
  }
  if (!state.isFinished()) throw cutOff(endpoint);
  yield { type: "end", result: state.result() };
}

async function withinIdle<T>(next: Promise<T>, { endpoint, idleMs }: { readonly endpoint: Endpoint; readonly idleMs: Ms }): Promise<T> {
  const clock: Clock = endpoint.clock;
  const done = new AbortController();
  const stalled = clock.sleep(idleMs, { abortSignal: done.signal }).then(
    () => {
      throw new PawlError(
        "service.stalled",
        `${endpoint.baseUrl} sent nothing for ${idleMs} ms and did not end the answer. Try again, or give a longer \`idleTimeoutMs\`.`,
        { retryable: true, facts: { ...factsOf(endpoint), idleMs } },
      );
    },
    () => next,
  );
  next.catch(() => {});
  try {
    return await Promise.race([next, stalled]);
  } finally {
    done.abort();
    stalled.catch(() => {});
  }
}

/** Returns the last event of a stream that failed. */
export function failureOf(error: unknown, state: StreamState): StreamEvent {
  return { type: "failure", error: errorShape(error), partial: state.partial(), usage: state.usage() };
}
