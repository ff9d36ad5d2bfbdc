import type { Spend } from "@pawl/core";
import type { Arm } from "./arm.ts";
import type { Climbing } from "./climbing.ts";
import { type CostAxis, type Forecast, forecast } from "./forecast.ts";

/** What led, and what the climb had spent when it took the lead. */
export type Led = { readonly arm: Arm; readonly spent: Spend };

const AXES: readonly (keyof Spend)[] = ["ms", "tokens", "microDollars", "calls"];

/** Returns the cost-of-quality curve for each measure of cost that differs among what led: of a case, of the climb so far, and labels. At least one, with the reason, where none does. */
export function forecasts<I, O>(climbing: Climbing<I, O>, led: readonly Led[]): readonly Forecast[] {
  const { costs, metric, level, options } = climbing;
  const measures: { readonly axis: CostAxis; readonly per: "case" | "climb"; readonly of: (one: Led) => number }[] = [
    ...AXES.map((axis) => ({ axis, per: "case" as const, of: ({ arm }: Led) => costs.mean(arm.record)[axis] ?? 0 })),
    ...AXES.map((axis) => ({ axis, per: "climb" as const, of: ({ spent }: Led) => spent[axis] ?? 0 })),
    { axis: "labels" as const, per: "case" as const, of: ({ arm }: Led) => labelsOf(climbing, arm) },
  ];
  const curves = measures.map(({ axis, per, of }) => {
    const points = led.map((one) => ({
      name: one.arm.record.name,
      cost: of(one),
      scores: one.arm.cases.flatMap(({ score }) => (score === null ? [] : [score])),
    }));
    const differ = new Set(points.map(({ cost }) => cost)).size > 1;
    return { differ, curve: forecast(points, { axis, per, direction: metric.direction, scale: metric.scale, level, seed: options.seed }) };
  });
  const useful = curves.filter(({ differ }) => differ);
  return (useful.length > 0 ? useful : curves.slice(0, 1)).map(({ curve }) => curve);
}

/** Labelled rows that the variant draws on. */
function labelsOf<I, O>({ options }: Climbing<I, O>, { record }: Arm): number {
  const { demonstrations } = record.variant;
  if (demonstrations.kind === "fixed") return demonstrations.ids.length;
  if (demonstrations.kind === "inline") return demonstrations.examples.length;
  return demonstrations.kind === "retrieved" ? options.dataset.splits.train.size : 0;
}
