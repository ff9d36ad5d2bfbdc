import { type Demonstrations, type Example, type Json, PawlError } from "@pawl/core";
import { inputText, type TextOf } from "../input-text.ts";
import { isRecord } from "../is-record.ts";
import type { Mistakes } from "../mistakes.ts";
import { openFile } from "../sources/open-source.ts";
import { trainingTexts } from "./training-texts.ts";

/** A list, or what is read as it is asked for: `dataset.read("train")`. */
export type Rows<T> = Iterable<T> | AsyncIterable<T>;

/** What a model learns from or is shown, and must not hold a sealed row. */
export type LeakSource<I> =
  | { readonly kind: "examples"; readonly name: string; readonly examples: Rows<Example<I>> }
  | {
      readonly kind: "demonstrations";
      /** @default "demonstrations" */
      readonly name?: string | undefined;
      /** A variant's own: inline ones, those fixed by id, or the pool they are retrieved from. */
      readonly demonstrations: Demonstrations;
      /** The split that fixed ids name or demonstrations are retrieved from; inline ones need none. */
      readonly pool?: Rows<Example<I>> | undefined;
      /** How the text of an inline input is read. @default all texts of the input */
      readonly text?: TextOf<Json> | undefined;
    }
  | { readonly kind: "documents"; readonly name: string; readonly documents: Rows<{ readonly id: string; readonly text: string }> }
  /** A JSONL of chat rows, of prompts and completions, or of our own rows; read line by line. */
  | { readonly kind: "training-file"; readonly path: string; readonly name?: string | undefined };

/** Where in its source a text stands. `index` and `line`: from 0 and from 1. */
export type LeakPlace =
  | { readonly kind: "example"; readonly id: string }
  | { readonly kind: "demonstration"; readonly index: number; readonly id?: string }
  | { readonly kind: "document"; readonly id: string }
  | { readonly kind: "line"; readonly file: string; readonly line: number; readonly field: string };

/** A text to look at, and what else it is known by. */
export interface SourceText {
  readonly where: LeakPlace;
  readonly text: string;
  readonly id?: string | undefined;
  readonly cluster?: string | undefined;
}

export interface ReadOptions<I> {
  readonly text: TextOf<I>;
  readonly mistakes: Pick<Mistakes, "add">;
  readonly abortSignal: AbortSignal | undefined;
}

/** Returns a source's name in the report. */
export function sourceName<I>(source: LeakSource<I>): string {
  if (source.kind === "training-file") return source.name ?? source.path;
  return source.kind === "demonstrations" ? (source.name ?? "demonstrations") : source.name;
}

/** Returns the texts of a source one by one. @throws PawlError `data.unknown-ids` for fixed demonstrations that the pool does not have; TypeError where the pool is missing. */
export async function* sourceTexts<I>(source: LeakSource<I>, options: ReadOptions<I>): AsyncGenerator<SourceText> {
  const { text } = options;
  switch (source.kind) {
    case "examples":
      for await (const { id, input, cluster } of source.examples) yield { where: { kind: "example", id }, text: text(input), id, cluster };
      return;
    case "documents":
      for await (const document of source.documents) yield { where: { kind: "document", id: document.id }, text: document.text };
      return;
    case "training-file":
      yield* lineTexts(source.path, options);
      return;
    case "demonstrations":
      yield* demonstrationTexts(source, text);
  }
}

async function* demonstrationTexts<I>(
  { demonstrations, pool, text: textOfInline = inputText }: Extract<LeakSource<I>, { readonly kind: "demonstrations" }>,
  text: TextOf<I>,
): AsyncGenerator<SourceText> {
  if (demonstrations.kind === "none") return;
  if (demonstrations.kind === "inline") {
    for (const [index, { input }] of demonstrations.examples.entries()) {
      yield { where: { kind: "demonstration", index }, text: textOfInline(input) };
    }
    return;
  }
  if (pool === undefined) {
    throw new TypeError(
      `Demonstrations of the kind "${demonstrations.kind}" name rows of a pool: give it as \`pool\`, e.g. dataset.read("train").`,
    );
  }
  const places = demonstrations.kind === "fixed" ? new Map(demonstrations.ids.map((id, index) => [id, index])) : null;
  const missing = new Set(places?.keys());
  let row = 0;
  for await (const { id, input, cluster } of pool) {
    const index = places === null ? row : places.get(id);
    row++;
    if (index === undefined) continue;
    missing.delete(id);
    yield { where: { kind: "demonstration", index, id }, text: text(input), id, cluster };
  }
  if (missing.size === 0) return;
  const ids = [...missing];
  const shown = ids.slice(0, 20).join(", ");
  throw new PawlError(
    "data.unknown-ids",
    `The pool has no row for ${ids.length} of the fixed demonstrations: ${shown}${ids.length > 20 ? ", …" : ""}. Give the split that the variant was made on.`,
    { facts: { count: ids.length, ids: ids.slice(0, 20) } },
  );
}

async function* lineTexts<I>(path: string, { mistakes, abortSignal }: ReadOptions<I>): AsyncGenerator<SourceText> {
  let rows = 0;
  for await (const batch of openFile(path, { format: "jsonl", abortSignal }).batches) {
    for (const source of batch) {
      const { line } = source;
      rows++;
      const texts = "mistake" in source ? { mistakes: [source.mistake] } : trainingTexts(source.value);
      if ("mistakes" in texts) {
        for (const mistake of texts.mistakes) mistakes.add({ file: path, line, ...mistake });
        continue;
      }
      const id = "value" in source ? ownId(source.value) : undefined;
      for (const { field, text } of texts)
        yield { where: { kind: "line", file: path, line, field }, text, ...(field === "input" ? { id } : {}) };
    }
  }
  if (rows > 0) return;
  throw new PawlError("data.empty-file", `${path}: there is no row. Check that it is the right file.`, { facts: { files: [path] } });
}

function ownId(row: unknown): string | undefined {
  return isRecord(row) && typeof row["id"] === "string" ? row["id"] : undefined;
}
