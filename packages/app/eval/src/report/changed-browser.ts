import type { RunOutline } from "../evaluation.ts";
import { metricNames } from "../summary/summarise.ts";
import { type ChangedItem, changedItems } from "./changed-items.ts";
import type { Html } from "./html.ts";
import type { ItemBrowserOptions } from "./item-browser.ts";
import { itemList } from "./item-list.ts";
import { expectedText, type ItemRow, scoreLine, scoreText, tookText } from "./item-row.ts";
import { textsOf } from "./item-texts.ts";
import { COMPARED_TEXTS, includedFirst, mostShown } from "./pick-items.ts";

export interface ChangedBrowserOptions<Name extends string> extends ItemBrowserOptions {
  readonly metric: Name;
  /** What `changedItems` gave for this metric. @default asked for again */
  readonly items?: readonly ChangedItem<Name>[] | undefined;
}

/** Returns what both runs have, to search, filter and open, what the candidate says otherwise than the champion marked: worse first, then better, then what stayed. */
export function changedBrowser<Name extends string>(
  champion: RunOutline<Name>,
  candidate: RunOutline<Name>,
  options: ChangedBrowserOptions<Name>,
): Html {
  const { include, maxBytes, metric } = options;
  const examples = new Map(options.examples?.map((example) => [example.id, example]));
  const items = options.items ?? changedItems(champion, candidate, metric);
  const both = metricNames(candidate).filter((name) => Object.hasOwn(champion.metrics, name));
  const room = mostShown(maxBytes, COMPARED_TEXTS);
  const chosen = items.length <= room ? items : includedFirst(items, { idOf: ({ id }) => id, include });
  const rows = chosen.slice(0, room).flatMap((item): ItemRow[] => {
    const before = textsOf(item.before.trace, options.texts);
    const after = textsOf(item.after.trace, options.texts);
    if (before === undefined || after === undefined) return [];
    const expected = expectedText(examples.get(item.id));
    const moved = before.output !== after.output || item.before.trace.outcome.kind !== item.after.trace.outcome.kind;
    return [
      {
        id: item.id,
        repeat: item.repeat,
        found: [item.change, ...(item.change === "same" ? [] : ["changed"]), ...(moved ? ["output"] : [])].join(" "),
        tone: item.change === "worse" || item.change === "lost" ? "no" : item.change === "same" ? "gone" : "ok",
        pill: `${shortScore(item.before, metric)} → ${shortScore(item.after, metric)}`,
        head: after.input,
        fields: [
          { name: "input", text: after.input },
          ...(expected === undefined ? [] : [{ name: "expected", text: expected }]),
          { name: "champion", text: spoken(item.before, before.output) },
          { name: "candidate", text: spoken(item.after, after.output), from: spoken(item.before, before.output) },
        ],
        facts: [
          ...both.map((name) => [name, `${scoreLine(item.before.scores[name])} → ${scoreLine(item.after.scores[name])}`] as const),
          ["took", `${tookText(item.before.trace)} → ${tookText(item.after.trace)}`],
        ],
      },
    ];
  });
  return itemList({
    rows,
    all: items.length,
    texts: COMPARED_TEXTS,
    maxBytes,
    filters: [
      ["changed", "score changed"],
      ["worse", "worse"],
      ["better", "better"],
      ["lost", "lost its score"],
      ["gained", "gained a score"],
      ["output", "output changed"],
      ["same", "same score"],
    ],
    left: "The most changed",
    marks: "marks beside the champion",
  });
}

function spoken({ trace }: ChangedItem<never>["before"], output: string): string {
  const { kind } = trace.outcome;
  return kind === "ok" ? output : output === "" ? kind : `${kind}: ${output}`;
}

function shortScore<Name extends string>({ scores, trace }: ChangedItem<Name>["before"], metric: Name): string {
  const score = scores[metric];
  return score.kind === "score" ? scoreText(score.value) : trace.outcome.kind === "ok" ? "–" : trace.outcome.kind;
}
