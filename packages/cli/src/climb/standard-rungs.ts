import type { Dataset, Proposal, Rung, Variant } from "@pawl/core";
import { demonstrations, instructions, retrievedDemonstrations } from "@pawl/ladder";
import type { TaskEntry } from "../define-config.ts";
import { textField } from "./text-field.ts";
import type { TrainRetriever } from "./train-retrievers.ts";

export interface StandardRungsOptions {
  readonly dataset: Dataset;
  readonly retrievers: readonly TrainRetriever[];
  /** What the climb begins with: its instructions are not proposed again. */
  readonly start: Variant;
  readonly seed: number;
}

/**
 * Returns the rungs of a climb by a task's settings: hand-written instructions, fixed demonstrations, retrieved demonstrations, then the task's own.
 * Without labelled train rows there are no demonstrations.
 */
export function standardRungs({ task, climb }: TaskEntry, { dataset, retrievers, start, seed }: StandardRungsOptions): readonly Rung[] {
  const texts = Object.entries(climb?.instructions ?? {}).map(([name, text]) => ({ name, text }));
  const others = texts.filter(({ text }) => text.normalize("NFC") !== start.instructions);
  const field = textField(task);
  const query = field === null ? "" : `{{${field}}}`;
  return [
    ...(others.length > 0 ? [instructions({ texts: others })] : []),
    ...(retrievers.length > 0 ? [demonstrations({ dataset, counts: climb?.fixed ?? [4, 8], draws: 1, seed })] : []),
    ...(retrievers.length > 0
      ? [together(retrievers.map(({ retriever, counts }) => retrievedDemonstrations({ dataset, retrievers: [retriever], counts, query })))]
      : []),
    ...(climb?.rungs ?? []),
  ];
}

/** Returns one rung that proposes what several of a kind propose, so that they are raced together. */
function together(rungs: readonly Rung[]): Rung {
  const [first, ...others] = rungs;
  if (first === undefined) throw new RangeError("together: at least one rung.");
  if (others.length === 0) return first;
  return {
    ...first,
    propose: async (state, options) => {
      const proposals: Proposal[] = [];
      for (const rung of rungs) proposals.push(...(await rung.propose(state, options)));
      return proposals;
    },
  };
}
