import { PawlError, type Progress, type Sha256 } from "@pawl/core";
import type { LlamaContextSequence, LlamaModel, Token } from "node-llama-cpp";
import { type GgufHeader, ggufList, ggufText, readGguf } from "../gguf-file.ts";
import { type ChatTemplate, chatTemplate, type PromptPiece } from "./chat-template.ts";
import { fileHash } from "./file-hash.ts";
import { llamaRuntime } from "./llama-runtime.ts";
import { type SequencePool, sequencePool } from "./sequence-pool.ts";
import { type Vocabulary, vocabulary } from "./vocabulary.ts";

export interface LoadModelOptions {
  readonly label: string;
  readonly path: string;
  readonly sha256: Sha256;
  readonly chat: boolean;
  readonly contextTokens: number;
  readonly sequences: number;
  readonly threads: number;
  readonly batchTokens: number;
  readonly flashAttention: boolean;
  readonly mostWaiting: number;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** A model in memory with its context. One call has a sequence at a time; disposing waits for those that run. */
export interface LoadedModel extends AsyncDisposable {
  readonly contextTokens: number;
  readonly batchTokens: number;
  readonly vocabulary: Vocabulary;
  readonly template: ChatTemplate;
  readonly pool: SequencePool<LlamaContextSequence>;
  readonly tokenize: (text: string, special?: boolean) => Token[];
  readonly promptTokens: (pieces: readonly PromptPiece[]) => Token[];
  readonly isEnd: (token: Token) => boolean;
  /** The tokens that end an answer, as the file names them. */
  readonly endTokens: readonly Token[];
  readonly isToken: (value: number) => value is Token;
}

/** Loads a file whose hash is checked first. @throws PawlError `data.not-gguf`, `data.gguf-truncated`, `data.model-hash`, `data.model-unreadable` */
export async function loadModel(options: LoadModelOptions): Promise<LoadedModel> {
  const header = await readGguf(options.path);
  const actual = await fileHash(options.path);
  if (actual !== options.sha256) {
    throw new PawlError(
      "data.model-hash",
      `The file ${options.path} is not the model ${options.label}: it has the SHA-256 ${actual}, not ${options.sha256}. Remove it and pull the model again.`,
      { facts: { model: options.label, path: options.path, expected: options.sha256, actual } },
    );
  }
  const llama = await llamaRuntime();
  const model = await loadFile(options, () =>
    llama.loadModel({
      modelPath: options.path,
      gpuLayers: 0,
      // The repacked weights are a copy: mapped pages of the file would be held beside it.
      useMmap: false,
      onLoadProgress: (done) => options.onProgress?.({ label: `loading ${options.label}`, done, total: 1, unit: "share" }),
    }),
  );
  const context = await model.createContext({
    contextSize: options.contextTokens,
    sequences: options.sequences,
    batchSize: options.batchTokens,
    threads: options.threads,
    // With it an answer depends on how the prompt was cut into batches, and so on what was kept in the context: up to 1 logit on SmolLM2.
    flashAttention: options.flashAttention,
    swaFullCache: true,
  });
  const pool = sequencePool(
    Array.from({ length: options.sequences }, () => context.getSequence()),
    { mostWaiting: options.mostWaiting },
  );
  const prepends = ggufBoolean(header, "tokenizer.ggml.add_bos_token") && model.tokens.bos !== null;
  // Only SentencePiece vocabularies put a space before a text, which is wrong within a prompt.
  const spaces =
    ggufText(header, "tokenizer.ggml.model") === "llama" && header.metadata.get("tokenizer.ggml.add_space_prefix") !== undefined;
  const tokenize = (text: string, special = false): Token[] => model.tokenize(text, special, spaces ? "trimLeadingSpace" : undefined);
  const words = vocabularyOf(header);
  return {
    contextTokens: Math.min(options.contextTokens, context.contextSize),
    batchTokens: options.batchTokens,
    vocabulary: words,
    template: chatTemplate(options.chat ? ggufText(header, "tokenizer.chat_template") : null, {
      bos: tokenText(header, model.tokens.bos),
      eos: tokenText(header, model.tokens.eos),
    }),
    pool,
    tokenize,
    promptTokens: (pieces) => {
      const tokens = pieces.flatMap(({ text, fromTemplate }) => tokenize(text, fromTemplate));
      const { bos } = model.tokens;
      return prepends && bos !== null && tokens[0] !== bos ? [bos, ...tokens] : tokens;
    },
    isEnd: (token) => model.isEogToken(token),
    endTokens: [...new Set([model.tokens.eos, model.tokens.eot])].filter((token) => token !== null),
    isToken: (value): value is Token => Number.isInteger(value) && value >= 0 && value < words.size,
    [Symbol.asyncDispose]: async () => {
      await pool.drain(
        new PawlError("use.model-disposed", `The model ${options.label} was disposed. Create another one.`, { facts: { billed: false } }),
      );
      await context.dispose();
      await model.dispose();
    },
  };
}

async function loadFile(options: LoadModelOptions, load: () => Promise<LlamaModel>): Promise<LlamaModel> {
  try {
    return await load();
  } catch (error) {
    throw new PawlError(
      "data.model-unreadable",
      `llama.cpp cannot load ${options.path}: ${error instanceof Error ? error.message : String(error)} The file may be newer than the installed node-llama-cpp, or the memory too small.`,
      { facts: { model: options.label, path: options.path }, cause: error },
    );
  }
}

function vocabularyOf(header: GgufHeader): Vocabulary {
  return vocabulary({
    model: ggufText(header, "tokenizer.ggml.model") ?? "gpt2",
    tokens: ggufList(header, "tokenizer.ggml.tokens").map(String),
    types: ggufList(header, "tokenizer.ggml.token_type").map(Number),
  });
}

function tokenText(header: GgufHeader, token: Token | null): string {
  const text = token === null ? undefined : ggufList(header, "tokenizer.ggml.tokens")[token];
  return typeof text === "string" ? text : "";
}

function ggufBoolean(header: GgufHeader, key: string): boolean {
  const found = header.metadata.get(key);
  return found !== undefined && "value" in found && found.value === true;
}
