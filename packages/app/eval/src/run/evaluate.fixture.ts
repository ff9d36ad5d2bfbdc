import type { Dataset, Example, Runner, Scorer, Split, Trace } from "@pawl/core";

/** A data set in memory, as small as one can be; every split holds the same examples. */
export function datasetOf<I, E>(examples: readonly Example<I, E>[], hash: string = "split-hash"): Dataset<I, E> {
  const read = async function* (): AsyncGenerator<Example<I, E>> {
    yield* examples;
  };
  const split = (name: Split): { hash: string; size: number } => ({ hash: `${name} ${hash}`, size: examples.length });
  return {
    name: "numbers",
    task: { name: "double", hash: "task-hash" },
    splits: { train: split("train"), dev: split("dev"), test: split("test") },
    read,
    unseal: read,
  };
}

/** Examples n0, n1, … whose expected output is twice their input. */
export function numbers(count: number): Example<number, number>[] {
  return Array.from({ length: count }, (_, i) => ({ id: `n${i}`, input: i, expected: 2 * i }));
}

/** 1 where the output is the expected number. */
export const right: Scorer<unknown, number, number, "right"> = {
  name: "right",
  hash: "right-1",
  direction: "higher",
  scale: "binary",
  score: ({ example, output }) => ({ kind: "score", value: output === example.expected ? 1 : 0 }),
};

/** A Runner around a function from input to outcome. */
export function runnerOf<O>(
  outcomeOf: (input: number, call: number) => Trace<number, O>["outcome"],
): Runner<number, O> & { readonly calls: number[] } {
  const calls: number[] = [];
  return {
    calls,
    task: { name: "double", hash: "task-hash" },
    variantId: "variant-1",
    rendererHash: "renderer-1",
    run: async (input, options = {}) => ({
      format: "pawl.trace/1",
      id: `trace ${options.origin?.example?.id} ${calls.length}`,
      task: { name: "double", hash: "task-hash" },
      variantId: "variant-1",
      rendererHash: "renderer-1",
      origin: options.origin ?? {},
      input,
      outcome: outcomeOf(input, calls.push(input) - 1),
      used: { demonstrations: [], context: [] },
      steps: [],
      startedAt: 0,
      totalMs: 1,
    }),
  };
}
