import type { Calibration, Estimate, LabelledItem, Score, Scorer } from "@pawl/core";
import { expect, it } from "vitest";
import { ask } from "./judge.fixture.ts";
import { jury } from "./jury.ts";
import { familyNotes } from "./jury-families.ts";

const rate = (value: number, n = 100): Estimate => ({ value, interval: [0, 1], level: 0.95, n, method: "wilson" });
const known = (accuracy: number | null, labelled?: readonly LabelledItem[]): Calibration => ({
  items: 100,
  raters: 1,
  sensitivity: accuracy === null ? null : rate(accuracy),
  specificity: accuracy === null ? null : rate(accuracy),
  kappa: null,
  dataset: "labels",
  ...(labelled === undefined ? {} : { labelled }),
});
const juror = (i: number, value: number, calibration: Calibration | null, scale: Scorer["scale"] = "binary") => ({
  name: `juror ${i}`,
  hash: `juror-${i}`,
  direction: "higher" as const,
  scale,
  judge: { model: { id: `model-${i}` }, calibration },
  score: (): Score => ({ kind: "score", value }),
});
const panel = (accuracies: readonly number[], says: readonly number[]) =>
  jury(
    accuracies.map((accuracy, i) => juror(i, says[i] ?? 0, known(accuracy))),
    { name: "panel", weights: "calibration" },
  );
const off = (by: number, n = 98): LabelledItem[] => Array.from({ length: n }, (_, i) => ({ id: `i${i}`, judge: 0.5 + by, human: 0.5 }));

it("one good juror outvotes two that are hardly better than chance", async () => {
  // Shrunk by a pair: p = (.95·100 + 1)/102 = .9412 and .5490; ln(p/(1−p)) = 2.7726 and .1967.
  expect(await ask(panel([0.95, 0.55, 0.55], [1, 0, 0]), { output: "x" })).toMatchObject({
    value: 1,
    detail: { weights: [expect.closeTo((3 * 2.7726) / 3.166, 3), expect.closeTo((3 * 0.1967) / 3.166, 3), expect.any(Number)] },
  });
  expect(await ask(panel([0.8, 0.8, 0.8], [1, 0, 0]), { output: "x" })).toMatchObject({ value: 0 });
  expect(await ask(panel([0.9, 0.9], [1, 0]), { output: "x" })).toMatchObject({ kind: "unscored", reason: "The jury is split evenly." });
});

it("a juror no better than chance has no vote, and where none is better there is no jury", async () => {
  expect(await ask(panel([0.4, 0.7, 0.45], [0, 1, 0]), { output: "x" })).toMatchObject({ value: 1 });
  expect(() => panel([0.4, 0.5], [0, 1])).toThrow(/better than chance/);
});

it("a mean is weighted by the inverse of each juror's mean squared error", async () => {
  const graders = [juror(0, 1, known(null, off(0.1)), "share"), juror(1, 0, known(null, off(0.5)), "share")];
  // 100/(98·.01 + 1) = 50.505 and 100/(98·.25 + 1) = 3.9216.
  expect(await ask(jury(graders, { name: "p", weights: "calibration" }), { output: "x" })).toMatchObject({
    value: expect.closeTo(50.505 / 54.4266, 4),
  });
  expect(await ask(jury(graders, { name: "p", weights: [1, 3] }), { output: "x" })).toMatchObject({ value: expect.closeTo(0.25, 9) });
});

it("weights that cannot be had are refused by name", () => {
  const good = juror(0, 1, known(0.9));
  const wrong = [
    [[good, juror(1, 1, null)], "calibration"],
    [[good, juror(1, 1, { ...known(0.9), of: { hash: "other", model: { id: "model-1" } } })], "calibration"],
    [[good, juror(1, 1, known(null))], "calibration"],
    [[juror(0, 1, known(0.9), "real"), juror(1, 1, known(0.9), "real")], "calibration"],
    [[good, juror(1, 1, known(0.9))], [1]],
    [
      [good, juror(1, 1, known(0.9))],
      [0, 0],
    ],
  ] as const;
  for (const [jurors, weights] of wrong) expect(() => jury(jurors, { name: "p", weights })).toThrow(TypeError);
  expect(() => jury([good, juror(1, 1, known(0.9))], { name: "p", weights: [1, -1] })).toThrow(RangeError);
  expect(() => jury([good, juror(1, 1, known(0.9))], { name: "p", weights: [1, 1], combine: "median" })).toThrow(TypeError);
});

it("weights are part of the jury's hash, and a jury without them keeps its own", () => {
  const jurors = [juror(0, 1, known(0.9)), juror(1, 1, known(0.7))];
  const hashes = [undefined, "calibration" as const, [1, 2]].map((weights) => jury(jurors, { name: "p", weights }).hash);
  expect(new Set(hashes).size).toBe(3);
});

it("jurors of one family are named, once a family", () => {
  expect(familyNotes({ id: "jury(gpt-5, claude-4, gpt-4o-mini, mistral-large)" })).toEqual([
    "Jurors gpt-5 and gpt-4o-mini are of one family (openai): they err alike, and count for fewer than they are.",
  ]);
  expect(familyNotes({ id: "jury(gpt-5, claude-4)" })).toEqual([]);
  expect(familyNotes({ id: "gpt-5" })).toEqual([]);
});
