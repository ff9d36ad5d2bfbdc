import { expect, it } from "vitest";
import { compare } from "../compare/compare.ts";
import { nonInferiority } from "../compare/non-inferiority.ts";
import type { Evaluation } from "../evaluation.ts";
import { evaluate } from "../run/evaluate.ts";
import { label } from "../scorers/label.ts";
import { baselineOf } from "./baseline.ts";
import { baselineOutline } from "./baseline-outline.ts";
import { baselineText, parseBaseline } from "./baseline-text.ts";
import { gateDefaults } from "./gate-defaults.ts";

const rows = Array.from({ length: 60 }, (_, i) => ({
  id: `r${i}`,
  input: i,
  expected: "yes",
  ...(i < 10 ? { cluster: `c${i % 5}` } : {}),
}));
const read = async function* () {
  yield* rows;
};
const split = { hash: "rows-1", size: rows.length };
const dataset = { name: "rows", task: { name: "t", hash: "t" }, splits: { train: split, dev: split, test: split }, read, unseal: read };
const profile = { stakes: "complementary", trigger: "proactive", adaptation: "static", audience: "internal" } as const;
const run = (wrong: number): Promise<Evaluation<number, string, "label">> =>
  evaluate({
    dataset,
    repeats: 2,
    run: (i: number) => {
      if (i === 59) throw new Error("away");
      return i < wrong ? "no" : "yes";
    },
    scorers: [label()],
  });

it("answers as the whole run does, through the text of the file", async () => {
  const [blessed, now] = [await run(12), await run(9)];
  const outline = baselineOutline(
    parseBaseline(baselineText(baselineOf(blessed, gateDefaults(profile, { scorers: [label()], options: { abstainBelow: 0.5 } })))),
  );
  expect(compare(outline, now).verdict).toEqual(compare(blessed, now).verdict);
  expect(nonInferiority(outline, now, { margin: 0.1 })).toEqual(nonInferiority(blessed, now, { margin: 0.1 }));
});
