import { formatMoney } from "@pawl/core";
import { formatQuantity, judgeWorth, type Quantity, rawDifferenceNotes } from "@pawl/eval/report";
import type { ClimbResult } from "./climb-result.ts";
import type { CostAxis, Forecast } from "./forecast.ts";
import { percent, verdictSentence } from "./verdict-sentence.ts";

/** What a climb found, in plain sentences. */
export type ClimbSentences = {
  readonly headline: string;
  /** What the judge's scores are worth, by which the climb was decided; null where no model judged. */
  readonly judge: string | null;
  /** What leads against each lower rung, against the baselines, and on the sealed split. */
  readonly shown: readonly string[];
  readonly notShown: readonly string[];
  readonly price: string;
  readonly spent: string;
};

const RUNG_NAMES: { readonly [kind: string]: string } = {
  start: "The start",
  instructions: "Instructions",
  demonstrations: "Fixed demonstrations",
  "retrieved-demonstrations": "Retrieved demonstrations",
};

/** Returns a climb's findings as sentences; every verdict is one sentence with its effect, interval, n and pairing. */
export function climbSentences(result: ClimbResult): ClimbSentences {
  const { metric, candidate, champion, confirmation } = result;
  const said = { metricLabel: metric.name, scale: metric.scale };
  const called = (id: string): string => nameOf(result, id);
  const verdicts = [
    ...(confirmation === null || candidate === null
      ? []
      : [
          {
            verdict: confirmation.verdict,
            text: `On the sealed split: ${lowered(verdictSentence(confirmation.verdict, { ...said, candidate: called(candidate.id), champion: called(startOf(result)) }))}`,
          },
        ]),
    ...result.steps.map(({ verdict, candidate: a, champion: b }) => ({
      verdict,
      text: verdictSentence(verdict, { ...said, candidate: called(a), champion: called(b) }),
    })),
    ...result.baselines.flatMap(({ name, verdict }) =>
      verdict === null
        ? []
        : [
            {
              verdict,
              text: verdictSentence(verdict, { ...said, candidate: called((candidate ?? champion).id), champion: `the baseline ${name}` }),
            },
          ],
    ),
  ];
  const open = verdicts.filter(({ verdict }) => verdict.kind === "inconclusive");
  return {
    headline: headline(result),
    judge: judged(result),
    shown: verdicts.filter((one) => !open.includes(one)).map(({ text }) => text),
    notShown: [...open.map(({ text }) => text), ...undecided(result)],
    price: priceSentence(result),
    spent: `Spent: ${spending(result)}.`,
  };
}

function headline(result: ClimbResult): string {
  const { candidate, champion, confirmed, confirmation } = result;
  if (confirmed) return `${nameOf(result, champion.id)} ${isAre(result, champion.id)} the champion: confirmed on the sealed split.`;
  const stays = `${nameOf(result, champion.id)} stays the champion`;
  if (candidate === null) return `${stays}: nothing was shown better on dev.`;
  const why = confirmation === null ? "the budget paid for no confirmation" : "the sealed split did not confirm it";
  return `${stays}: ${lowered(nameOf(result, candidate.id))} led on dev, but ${why}. It is kept beside the champion.`;
}

function judged({ metric }: ClimbResult): string | null {
  const worth = judgeWorth(metric);
  if (worth === null) return null;
  return [worth, ...rawDifferenceNotes(metric).filter((note) => !worth.includes(note))].join(" ");
}

function undecided(result: ClimbResult): readonly string[] {
  const rungs = result.rungs.flatMap(({ kind, state, why, searched }) => [
    ...(state === "undecidable" ? [`Undecided on the rung ${kind}: ${lowered(why)}`] : []),
    ...(searched ? [] : [`The rung ${kind} was a hand-written set, not searched.`]),
  ]);
  const aside = result.variants.filter(({ fate, n }) => fate === "set-aside" && n === 0).map(({ name }) => name);
  const { noise, detectable } = result;
  return [
    ...rungs,
    ...(aside.length === 0 ? [] : [`Not raced, as the budget did not pay for them: ${aside.join(", ")}.`]),
    ...(noise.kind === "not-paid-for" ? ["How much a score moves by itself was not measured: the budget did not pay for it."] : []),
    ...(detectable.difference === null
      ? []
      : [`A difference below ${points(detectable.difference, result)} could not have been shown with this budget.`]),
  ];
}

/** Returns what the next point would cost by the first curve that has a price: time of a case first. */
export function priceSentence({ forecast }: Pick<ClimbResult, "forecast">): string {
  const priced = forecast.find(({ nextPoint }) => nextPoint !== null);
  if (priced?.nextPoint == null) return forecast[0]?.why ?? "Nothing that led cost anything, so there is no price to forecast.";
  const { cost, low, high } = priced.nextPoint;
  const from = priced.points.at(-1)?.cost ?? null;
  const quantity = quantityOf(priced.axis);
  const upper = high === null ? "no upper end" : costText(high, priced.axis);
  return `The next point would take about ${costText(cost, priced.axis)} ${perText(priced)} instead of ${formatQuantity(from, quantity)} (${costText(low, priced.axis)} to ${upper} over ${percent(priced.level)} of resampled examples, if the power law through ${priced.points.length} points holds on).`;
}

export function quantityOf(axis: CostAxis): Quantity {
  return axis === "ms" ? "ms" : axis === "microDollars" ? "money" : "number";
}

export function perText({ axis, per }: Pick<Forecast, "axis" | "per">): string {
  const unit = axis === "tokens" ? "tokens " : axis === "calls" ? "calls " : axis === "labels" ? "labelled rows " : "";
  return axis === "labels" ? unit.trim() : `${unit}a ${per}`;
}

function costText(value: number, axis: CostAxis): string {
  return formatQuantity(value, quantityOf(axis));
}

function spending({ spent, budget }: ClimbResult): string {
  const parts = [
    `${formatQuantity(spent.ms, "ms")} of answers${budget.ms === undefined ? "" : ` of ${formatQuantity(budget.ms, "ms")}`}`,
    `${spent.calls} calls${budget.calls === undefined ? "" : ` of ${budget.calls}`}`,
    `${Math.round(spent.tokens)} tokens${budget.tokens === undefined ? "" : ` of ${budget.tokens}`}`,
    `${formatMoney(Math.ceil(spent.microDollars))}${budget.microDollars === undefined ? "" : ` of ${formatMoney(budget.microDollars)}`}`,
  ];
  return parts.join(", ");
}

/** A rung's usual name with the variant's own in brackets; names of other rungs stand alone. */
export function nameOf(result: ClimbResult, id: string): string {
  const row = result.variants.find((variant) => variant.id === id);
  if (row === undefined) return id.slice(0, 12);
  const rung = RUNG_NAMES[row.rung];
  return rung === undefined || row.rung === "start" ? (rung ?? row.name) : `${rung} (${row.name})`;
}

function isAre(result: ClimbResult, id: string): string {
  const rung = result.variants.find((variant) => variant.id === id)?.rung ?? "";
  return ["instructions", "demonstrations", "retrieved-demonstrations"].includes(rung) ? "are" : "is";
}

function startOf({ variants }: ClimbResult): string {
  return variants.find(({ fate }) => fate === "start")?.id ?? "";
}

function points(difference: number, { metric }: ClimbResult): string {
  return metric.scale === "real" ? String(difference) : `${Number((100 * difference).toFixed(1))} points of ${metric.name}`;
}

function lowered(text: string): string {
  return /^[A-Z][a-z ]/.test(text) ? `${text.charAt(0).toLowerCase()}${text.slice(1)}` : text;
}
