import type { Id, Store, Trace } from "@pawl/core";
import type { OutlinedTrace, RunOutline } from "../evaluation.ts";
import { metricNames } from "../summary/summarise.ts";
import { type ChangedItem, changedItems } from "./changed-items.ts";
import { shorten } from "./figure.ts";
import { outcomeText, valueText } from "./item-text.ts";
import { COMPARED_TEXTS, exampleOf, includedFirst, mostShown, RUN_TEXTS, worstFirst } from "./pick-items.ts";

/** What a report shows of a trace, cut to 4,000 characters each. */
export interface ItemTexts {
  readonly input: string;
  readonly output: string;
}

export const LONGEST_TEXT = 4_000;

export interface ItemTextsOptions<Name extends string> {
  /** Of a comparison: the run it is compared with. @default none: the items of this run alone */
  readonly champion?: RunOutline<Name> | undefined;
  /** What `changedItems` gave for the two and the metric. @default asked for again */
  readonly changes?: readonly ChangedItem<Name>[] | undefined;
  /** Which items count as worst or changed. @default the first */
  readonly metric?: Name | undefined;
  /** As the report is given it. @default 1,500,000 */
  readonly maxBytes?: number | undefined;
  /** As the report is given it. @default none */
  readonly include?: readonly string[] | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

/** Returns the texts of a whole trace; of an outlined one those that were read for it, else undefined. */
export function textsOf(trace: OutlinedTrace, read?: ReadonlyMap<Id, ItemTexts>): ItemTexts | undefined {
  return read?.get(trace.id) ?? (isWhole(trace) ? cut(trace) : undefined);
}

/** Reads from a store the texts of the items that a report of the outline would show, one trace at a time. Rejects with the signal's reason on abort. */
export async function readItemTexts<Name extends string>(
  store: Pick<Store, "traces">,
  run: RunOutline<Name>,
  options: ItemTextsOptions<NoInfer<Name>> = {},
): Promise<ReadonlyMap<Id, ItemTexts>> {
  const { abortSignal, champion, include, maxBytes } = options;
  const metric = options.metric ?? metricNames(run)[0];
  const ids = champion
    ? includedFirst(options.changes ?? changedItems(champion, run, metric), { idOf: ({ id }) => id, include })
        .slice(0, mostShown(maxBytes, COMPARED_TEXTS))
        .flatMap(({ after, before }) => [before.trace.id, after.trace.id])
    : includedFirst(worstFirst(run, metric), { idOf: exampleOf, include })
        .slice(0, mostShown(maxBytes, RUN_TEXTS))
        .map(({ trace }) => trace.id);
  const texts = new Map<Id, ItemTexts>();
  for (const id of ids) {
    abortSignal?.throwIfAborted();
    const trace = await store.traces.get(id);
    if (trace) texts.set(id, cut(trace));
  }
  return texts;
}

function cut({ input, outcome }: Pick<Trace, "input" | "outcome">): ItemTexts {
  return { input: copied(shorten(valueText(input), LONGEST_TEXT)), output: copied(shorten(outcomeText(outcome), LONGEST_TEXT)) };
}

/** A slice would hold on to the whole text it was cut from. */
function copied(text: string): string {
  return text.length < LONGEST_TEXT ? text : Buffer.from(text, "utf16le").toString("utf16le");
}

function isWhole(trace: OutlinedTrace): trace is Trace {
  return "input" in trace;
}
