import type { Dataset, Example, Json, Task, Variant, VariantRecord } from "@pawl/core";
import { createRenderer } from "@pawl/prompt";

/** Characters that one retrieved document is taken to have; only the order of the race depends on it. */
const DOCUMENT_CHARACTERS = 800;

/**
 * Returns a measure of how long a variant's prompt is: the characters of its rendered messages for one input. Demonstrations that are
 * retrieved count as so many of an average train row, documents as a fixed length each.
 */
export async function createPromptSize<I, O>(options: {
  readonly task: Task<string, I, O>;
  readonly dataset: Dataset<I, O>;
  readonly sample: Example<I, O>;
}): Promise<(record: VariantRecord) => number> {
  const { task, sample } = options;
  const rows = new Map<string, { readonly id: string; readonly input: Json; readonly output: Json }>();
  for await (const { id, input, expected } of options.dataset.read("train")) {
    if (expected !== undefined) rows.set(id, { id, input: asJson(input), output: asJson(expected) });
  }
  const all = [...rows.values()];
  const average =
    all.length === 0
      ? 0
      : all.reduce((sum, row) => sum + JSON.stringify(row.input).length + JSON.stringify(row.output).length, 0) / all.length;
  const sizes = new Map<string, number>();
  const sizeOf = (variant: Variant): number => {
    const { demonstrations, context } = variant;
    const written =
      demonstrations.kind === "fixed"
        ? demonstrations.ids.flatMap((id) => rows.get(id) ?? [])
        : demonstrations.kind === "inline"
          ? demonstrations.examples.map((example, index) => ({ id: String(index), ...example }))
          : [];
    const messages = createRenderer<I, O>({ task, variant }).render(sample.input, { demonstrations: written, context: [] });
    const rendered = messages.reduce((sum, { content }) => sum + (typeof content === "string" ? content.length : 0), 0);
    const retrieved = demonstrations.kind === "retrieved" ? demonstrations.retriever.count * average : 0;
    return rendered + retrieved + (context?.count ?? 0) * DOCUMENT_CHARACTERS;
  };
  return ({ id, variant }) => {
    const known = sizes.get(id) ?? sizeOf(variant);
    sizes.set(id, known);
    return known;
  };
}

function asJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value));
}
