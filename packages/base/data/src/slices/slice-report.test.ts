import { expect, it } from "vitest";
import { sliceExamples } from "./slice-examples.ts";
import { type ScoredExample, sliceReport } from "./slice-report.ts";

const rows = Array.from({ length: 60 }, (_, i) => ({ id: `${i}`, input: "", tags: i < 30 ? ["old"] : ["new"] }));
const slices = sliceExamples(rows, { by: "tag" });
const scored = (score: (i: number) => number | null): readonly ScoredExample[] => rows.map(({ id }, i) => ({ id, score: score(i) }));

it("gives each slice its mean with an interval, and names the weakest", () => {
  const report = sliceReport({ slices, scores: scored((i) => (i < 30 ? (i % 3 === 0 ? 1 : 0) : i % 10 === 0 ? 0 : 1)), range: [0, 1] });
  expect(report.estimates.slices).toMatchObject([
    { slice: "new", n: 30, estimate: { value: 0.9, method: expect.stringMatching(/wilson/i) } },
    { slice: "old", n: 30, estimate: { value: 1 / 3 } },
  ]);
  expect(report.sentences[0]).toMatch(/^By tag the weakest slice is "old" with 0\.33/);
  expect(report.effects).toBe(null);
});

it("warns where the whole points against every slice", () => {
  // The candidate is a little better on each example that both completed, and completed mostly hard ones.
  const hard = (i: number): number => (i < 30 ? 0.2 : 0.9);
  const candidate = scored((i) => (i >= 30 && i < 48 ? null : hard(i) + 0.05 + (i % 3) / 100));
  const champion = scored((i) => (i < 18 ? null : hard(i)));
  const report = sliceReport({ slices, scores: candidate, champion, range: [0, 1] });
  expect(report.effects?.warning).toBe("simpson");
  expect(report.effects?.pooled).toBeLessThan(0);
  expect(report.sentences.at(-1)).toMatch(/Simpson/);
  expect(report.unscored.length).toBe(18);
});

it("compares no effects across slices that overlap, and says so", () => {
  const both = sliceExamples([{ id: "0", input: "", tags: ["old", "new"] }, ...rows.slice(1)], { by: "tag" });
  const report = sliceReport({ slices: both, scores: scored(() => 1), champion: scored(() => 0), range: [0, 1] });
  expect(report.effects).toBe(null);
  expect(report.sentences.join(" ")).toMatch(/overlap/);
});

it("counts clusters and repeats once each", () => {
  const twice = [...scored(() => 1), ...scored(() => 0)];
  expect(sliceReport({ slices, scores: twice, range: [0, 1] }).estimates.slices[0]).toMatchObject({ n: 30, estimate: { value: 0.5 } });
  const clustered = scored((i) => i % 2).map((one, i) => ({ ...one, cluster: `c${i % 4}` }));
  expect(sliceReport({ slices, scores: clustered, range: [0, 1] }).estimates.slices[0]?.estimate).toBe(null);
  expect(sliceReport({ slices, scores: clustered, range: [0, 1], least: 4 }).estimates.slices[0]?.estimate?.method).toMatch(/cluster/i);
  const champion = scored((i) => (i % 3) / 2);
  const { effects } = sliceReport({ slices, scores: clustered, champion, range: [0, 1], least: 4 });
  expect(effects?.slices[0]?.effect?.method).toMatch(/cluster/i);
  expect(sliceReport({ slices, scores: clustered, champion, range: [0, 1] }).effects?.slices[0]?.effect).toBe(null);
});

it("gives an effect an interval with a width also where nothing differs, a cluster counting once", () => {
  const same = scored((i) => i % 2);
  const widthOf = (scores: readonly ScoredExample[], range?: readonly [number, number]): number => {
    const effect = sliceReport({ slices, scores, champion: same, range }).effects?.slices[0]?.effect;
    expect(effect).toMatchObject({ value: 0, n: 30 });
    return (effect?.interval[1] ?? 0) - (effect?.interval[0] ?? 0);
  };
  const width = widthOf(same, [0, 1]);
  expect(width).toBeGreaterThan(0.1);
  expect(width).toBeLessThan(0.6);
  expect(
    widthOf(
      same.map((one, i) => ({ ...one, cluster: `c${i % 15}` })),
      [0, 1],
    ),
  ).toBeGreaterThan(width);
  expect(widthOf(same)).toBe(0);
});

it("has an answer for nothing", () => {
  const report = sliceReport({ slices: sliceExamples([], { by: "tag" }), scores: [], champion: [] });
  expect(report).toMatchObject({ estimates: { slices: [] }, unscored: [], sentences: ["No slice by tag has enough scores to tell."] });
});
