import { describe, expect, it } from "vitest";
import { datasetOf, numbers, right, runnerOf } from "../run/evaluate.fixture.ts";
import { evaluate } from "../run/evaluate.ts";
import { summarise } from "./summarise.ts";

const rule = (n: number, level = 0.95): number => (1 - level) ** (1 / n);

describe("allAlike", () => {
  it("bounds the share by the rule of three where all pass and, mirrored, where none does", async () => {
    const dataset = datasetOf(numbers(20));
    const all = summarise(await evaluate({ dataset, run: (n: number) => 2 * n, scorers: [right] })).metrics[0]?.allAlike;
    expect(all).toEqual({ kind: "all", bound: rule(20), level: 0.95, n: 20 });
    // 1 − 3/20.
    expect(all?.bound).toBeCloseTo(0.861, 3);
    const none = summarise(await evaluate({ dataset, run: () => -1, scorers: [right] }), { level: 0.9 }).metrics[0]?.allAlike;
    expect(none).toEqual({ kind: "none", bound: 1 - rule(20, 0.9), level: 0.9, n: 20 });
  });

  it("counts clusters once and repeats not at all", async () => {
    const rows = numbers(20).map((row, i) => ({ ...row, cluster: `c${i % 5}` }));
    const run = await evaluate({ dataset: datasetOf(rows), run: (n: number) => 2 * n, scorers: [right], repeats: 3 });
    expect(summarise(run).metrics[0]?.allAlike).toEqual({ kind: "all", bound: rule(5), level: 0.95, n: 5 });
  });

  it("says nothing where a score differs, on other scales, and without a score", async () => {
    const dataset = datasetOf(numbers(9));
    const one = await evaluate({ dataset, run: (n: number) => (n === 3 ? -1 : 2 * n), scorers: [right] });
    const share = await evaluate({ dataset, run: (n: number) => 2 * n, scorers: [{ ...right, scale: "share" as const }] });
    const away = runnerOf<number>(() => ({ kind: "error", error: { code: "service.away", message: "", retryable: true, facts: {} } }));
    const nothing = await evaluate({ dataset, run: away, scorers: [right] });
    for (const run of [one, share, nothing]) expect(summarise(run).metrics[0]?.allAlike).toBeNull();
  });
});
