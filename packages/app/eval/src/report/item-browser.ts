import type { Example, Id } from "@pawl/core";
import type { RunOutline } from "../evaluation.ts";
import { metricNames } from "../summary/summarise.ts";
import type { Html } from "./html.ts";
import { itemList } from "./item-list.ts";
import { expectedText, type ItemRow, scoreLine, scoreText, tookText } from "./item-row.ts";
import { type ItemTexts, textsOf } from "./item-texts.ts";
import { exampleOf, includedFirst, mostShown, type OutlineItem, RUN_TEXTS, stateOf, worstFirst } from "./pick-items.ts";

export interface ItemBrowserOptions {
  /** Where the expected answers are read from; a run itself does not hold them. */
  readonly examples?: readonly Example[] | undefined;
  /** For all items together; texts are cut to fit. @default 1,500,000 */
  readonly maxBytes?: number | undefined;
  /** Ids of examples that are shown though others are worse, or changed more: those that something on the page links to. @default none */
  readonly include?: readonly string[] | undefined;
  /** What `readItemTexts` read for a run that was only outlined; items without texts are left out. */
  readonly texts?: ReadonlyMap<Id, ItemTexts> | undefined;
}

/** Returns the items of a run to search, filter and open, what an output has and lacks beside the expected one marked. Where all do not fit, the worst come first and the rest is counted. */
export function itemBrowser<Name extends string>(run: RunOutline<Name>, options: ItemBrowserOptions = {}): Html {
  const { include, maxBytes } = options;
  const headline = metricNames(run)[0];
  const examples = new Map(options.examples?.map((example) => [example.id, example]));
  const fits = run.items.length <= mostShown(maxBytes, RUN_TEXTS);
  const chosen = (fits ? run.items : includedFirst(worstFirst(run, headline), { idOf: exampleOf, include })).flatMap((item) => {
    const texts = textsOf(item.trace, options.texts);
    return texts ? [{ item, texts }] : [];
  });
  const rows = chosen.slice(0, mostShown(maxBytes, RUN_TEXTS)).map(({ item, texts }) => rowOf(run, { item, texts, headline, examples }));
  const kinds = [...new Set(run.items.map(({ trace }) => trace.outcome.kind))].sort();
  return itemList({
    rows,
    all: run.items.length,
    texts: RUN_TEXTS,
    maxBytes,
    filters: [["wrong", "not fully right"], ["missing", "without a score"], ...kinds.map((kind) => [`o:${kind}`, kind] as const)],
    left: "The worst",
    marks: examples.size === 0 ? null : "marks beside the expected",
  });
}

interface RowContext<Name extends string> {
  readonly item: OutlineItem<Name>;
  readonly texts: ItemTexts;
  readonly headline: Name | undefined;
  readonly examples: ReadonlyMap<string, Example>;
}

function rowOf<Name extends string>(run: RunOutline<Name>, { examples, headline, item, texts }: RowContext<Name>): ItemRow {
  const { scores, trace } = item;
  const state = stateOf(item, headline, headline === undefined ? undefined : run.metrics[headline]);
  const score = headline === undefined ? undefined : scores[headline];
  const { kind } = trace.outcome;
  const { id, repeat } = trace.origin.example ?? { id: trace.id, repeat: 0 };
  const expected = expectedText(examples.get(id));
  return {
    id,
    repeat,
    found: [`o:${kind}`, state, ...(state === "missing" ? ["wrong"] : [])].join(" "),
    tone: state === "missing" ? "gone" : state === "wrong" ? "no" : "ok",
    pill: kind === "ok" ? (score?.kind === "score" ? scoreText(score.value) : "–") : kind,
    head: texts.input,
    fields: [
      { name: "input", text: texts.input },
      ...(expected === undefined ? [] : [{ name: "expected", text: expected }]),
      { name: kind === "ok" ? "output" : kind, text: texts.output, from: kind === "ok" ? expected : undefined },
    ],
    facts: [...metricNames(run).map((name) => [name, scoreLine(scores[name])] as const), ["took", tookText(trace)]],
  };
}
