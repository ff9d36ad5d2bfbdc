import { availableParallelism } from "node:os";
import {
  type CallOptions,
  type Clock,
  errorShape,
  type GenerateRequest,
  type GenerateResult,
  type LanguageModel,
  type ModelRef,
  PawlError,
  type Progress,
  type Sha256,
  type StreamEvent,
  systemClock,
} from "@pawl/core";
import type { CatalogueEntry } from "./catalogue.ts";
import { chooseCandidate } from "./internal/choose-candidate.ts";
import { fileHashNow } from "./internal/file-hash.ts";
import { type CallTally, generateText } from "./internal/generate-text.ts";
import { type LoadedModel, loadModel } from "./internal/loaded-model.ts";
import { schemaGrammars } from "./internal/schema-grammars.ts";
import { type LocateOptions, locateModel } from "./locate-model.ts";
import { isWorthTaking, type OptimisedFile, optimisedFiles } from "./optimised-file.ts";
import { pullModel } from "./pull-model.ts";

export interface LocalModelOptions extends LocateOptions {
  /** llama.cpp's threads spin while they wait: one more than there is room for stops all. @default one less than the cores of this process, at least 1 */
  readonly threads?: number | undefined;
  /** Tokens of prompt and answer together that a sequence holds. @default 4096, or what the model was trained for where that is less */
  readonly contextTokens?: number | undefined;
  /** How many calls run at once; each holds a context of its own. On few cores more is not faster, but each keeps a prompt's prefix. @default 1 */
  readonly sequences?: number | undefined;
  /** Prompt tokens read at once. More is a little faster and takes more memory. @default 256 */
  readonly batchTokens?: number | undefined;
  /** Faster by a third in reading prompts, a tenth in answering; then logits depend, by up to 1, on what the context held before. @default false */
  readonly flashAttention?: boolean | undefined;
  /** Calls that may wait for a sequence; further ones fail with `service.queue-full`. @default 1024 */
  readonly mostWaiting?: number | undefined;
  /** Whether the re-encoded file is used: true asks for one, false forbids it. @default it is used where it is there and was faster on the CPU that made it */
  readonly optimised?: boolean | undefined;
  /** Whether a model that is not here is pulled on first use. @default false */
  readonly pull?: boolean | undefined;
  /** Whether tokens that a response schema forces are appended without asking the model for each. @default true */
  readonly forceTokens?: boolean | undefined;
  /** Pulling in bytes, loading as a share of 1. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** @default systemClock */
  readonly clock?: Clock | undefined;
}

/** A model in this process. Disposing waits for the calls that run and frees its memory. */
export interface LocalModel extends LanguageModel {
  readonly choose: NonNullable<LanguageModel["choose"]>;
  /** The file that is or will be loaded, null where it is not here yet, and of which original it is a re-encoding. */
  readonly file: { readonly path: string | null; readonly optimisedFrom: Sha256 | null };
  /** Loads it now instead of at the first call. */
  readonly load: (options?: CallOptions) => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

const DEFAULT_CONTEXT_TOKENS = 4096;

/**
 * Returns a model of the catalogue, or of a `.gguf` path, at once: nothing is loaded before the first call. Prompts are rendered with the model's
 * own template, without a system prompt of its own; decoding is greedy unless the sampling says otherwise, without any repeat penalty.
 * @throws PawlError `use.unknown-model`, `use.no-such-file`, `use.not-optimised`
 */
export function localModel(name: string, options: LocalModelOptions = {}): LocalModel {
  checkOptions(options);
  const located = locateModel(name, options);
  const { entry } = located;
  const origin = entry?.sha256 ?? fileHashNow(located.path ?? "");
  const optimised = chosenEncoding(origin, name, options);
  const ref: ModelRef = { id: located.name, sha256: optimised?.sha256 ?? origin };
  const clock = options.clock ?? systemClock;
  const grammars = schemaGrammars();
  const contextTokens = options.contextTokens ?? Math.min(DEFAULT_CONTEXT_TOKENS, entry?.contextTokens ?? DEFAULT_CONTEXT_TOKENS);
  let loading: Promise<LoadedModel> | null = null;
  let disposed = false;

  const load = async (): Promise<LoadedModel> => {
    const path = optimised?.path ?? located.path ?? (await pulled(entry, options));
    return loadModel({
      label: name,
      path,
      sha256: optimised?.sha256 ?? origin,
      chat: entry?.instruct ?? true,
      contextTokens,
      sequences: options.sequences ?? 1,
      threads: options.threads ?? Math.max(1, availableParallelism() - 1),
      flashAttention: options.flashAttention ?? false,
      batchTokens: options.batchTokens ?? 256,
      mostWaiting: options.mostWaiting ?? 1024,
      onProgress: options.onProgress,
    });
  };
  const loaded = async (callOptions?: CallOptions): Promise<LoadedModel> => {
    callOptions?.abortSignal?.throwIfAborted();
    if (disposed)
      throw new PawlError("use.model-disposed", `The model ${name} was disposed. Create another one.`, { facts: { billed: false } });
    loading ??= load().catch((error: unknown) => {
      // A failed load may be tried again, once the file is there.
      loading = null;
      throw error;
    });
    return untilAborted(loading, callOptions?.abortSignal);
  };
  const run = async function* (
    request: GenerateRequest,
    callOptions: CallOptions & { readonly tally: CallTally },
  ): AsyncGenerator<string, void> {
    const calledAt = clock.now();
    const model = await loaded(callOptions);
    yield* generateText({ model, grammars, clock, calledAt, servedBy: ref.id, force: options.forceTokens ?? true }, request, callOptions);
  };
  return {
    ref,
    capabilities: {
      family: entry?.architecture ?? "gguf",
      contextTokens,
      jsonSchema: "enforced",
      schemaDialect: "pawl-gbnf",
      tools: false,
      logProbs: true,
      files: [],
      price: { inputPerMillion: 0, cachedInputPerMillion: 0, outputPerMillion: 0 },
    },
    file: { path: optimised?.path ?? located.path, optimisedFrom: optimised === null ? null : origin },
    load: async (callOptions) => {
      await loaded(callOptions);
    },
    countTokens: async (text) => (await loaded()).tokenize(text).length,
    generate: async (request, callOptions) => {
      const tally = newTally();
      for await (const _ of run(request, { ...callOptions, tally }));
      return resultOf(tally);
    },
    stream: (request, callOptions) => streamed(run, request, callOptions),
    choose: async (request, callOptions = {}) => {
      if (request.candidates.length === 0) throw new RangeError("choose: candidates is a list of at least one text, not an empty one.");
      const calledAt = clock.now();
      return chooseCandidate({ model: await loaded(callOptions), clock, calledAt }, request, callOptions);
    },
    [Symbol.asyncDispose]: async () => {
      disposed = true;
      const model = await loading?.catch(() => null);
      loading = null;
      await model?.[Symbol.asyncDispose]();
    },
  };
}

async function* streamed(
  run: (request: GenerateRequest, options: CallOptions & { readonly tally: CallTally }) => AsyncGenerator<string, void>,
  request: GenerateRequest,
  options: CallOptions | undefined,
): AsyncGenerator<StreamEvent> {
  const tally = newTally();
  try {
    for await (const text of run(request, { ...options, tally })) yield { type: "text-delta", text };
    yield { type: "end", result: resultOf(tally) };
  } catch (error) {
    yield { type: "failure", error: errorShape(error), partial: tally.text, usage: tally.usage };
  }
}

function newTally(): CallTally {
  return { usage: null, text: "", result: null };
}

function resultOf(tally: CallTally): GenerateResult {
  if (tally.result === null) throw new PawlError("bug.no-result", "A call ended without a result. Please report this.");
  return tally.result;
}

function checkOptions(options: LocalModelOptions): void {
  for (const [key, least] of [
    ["threads", 1],
    ["contextTokens", 16],
    ["sequences", 1],
    ["batchTokens", 1],
    ["mostWaiting", 0],
  ] as const) {
    const value = options[key];
    if (value !== undefined && (!Number.isInteger(value) || value < least)) {
      throw new RangeError(`localModel: ${key} is a whole number of at least ${least}, not ${String(value)}.`);
    }
  }
}

function chosenEncoding(origin: Sha256, name: string, options: LocalModelOptions): OptimisedFile | null {
  if (options.optimised === false) return null;
  const files = optimisedFiles(origin, options);
  if (options.optimised === undefined) return files.find(isWorthTaking) ?? null;
  const [found] = files;
  if (found !== undefined) return found;
  throw new PawlError("use.not-optimised", `The model ${name} was not re-encoded for this machine yet. Run: pawl models optimise ${name}`, {
    facts: { model: name, origin },
  });
}

async function pulled(entry: CatalogueEntry | null, options: LocalModelOptions): Promise<string> {
  if (entry === null) throw new PawlError("bug.no-model-file", "A model given by its path has no path. Please report this.");
  const now = locateModel(entry.name, options).path;
  if (now !== null) return now;
  if (options.pull) return (await pullModel(entry.name, options)).path;
  throw new PawlError(
    "use.model-not-pulled",
    `The model ${entry.name} is not here yet. Pull it (${Math.round(entry.bytes / 1e6)} MB): pawl models pull ${entry.name}`,
    { facts: { model: entry.name, bytes: entry.bytes, billed: false } },
  );
}

/** A load goes on for the other callers when one of them leaves. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(signal.reason);
    signal.addEventListener("abort", leave, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
  });
}
