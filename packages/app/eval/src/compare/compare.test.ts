import { describe, expect, it } from "vitest";
import type { Evaluation } from "../evaluation.ts";
import { datasetOf, numbers, right, runnerOf } from "../run/evaluate.fixture.ts";
import { evaluate } from "../run/evaluate.ts";
import { compare } from "./compare.ts";
import { nonInferiority } from "./non-inferiority.ts";

type Run = Evaluation<number, number, "right">;

/** A run over n examples in which the first `passes` are right. */
async function runOf(
  n: number,
  passes: number,
  more: { readonly hash?: string; readonly scorer?: string; readonly repeats?: number } = {},
): Promise<Run> {
  return evaluate({
    dataset: datasetOf(numbers(n), more.hash),
    run: (input: number) => (input < passes ? 2 * input : -1),
    scorers: [{ ...right, hash: more.scorer ?? "right-1" }],
    repeats: more.repeats,
  });
}

/** The same run without some of its items. */
function without(run: Run, drop: (input: number) => boolean): Run {
  return { ...run, items: run.items.filter(({ trace }) => !drop(trace.input)) };
}

describe("compare", () => {
  it("gives the paired verdict in the score's own direction", async () => {
    const { verdict } = compare(await runOf(60, 20), await runOf(60, 50));
    expect(verdict).toMatchObject({ kind: "better", metric: "right", n: 60, useful: true, level: 0.95, minimumUsefulEffect: 0.05 });
    expect(verdict.effect).toBeCloseTo(0.5, 12);
    const back = compare(await runOf(60, 50), await runOf(60, 20), { minimumUsefulEffect: 0.1, level: 0.9 }).verdict;
    expect(back).toMatchObject({ kind: "worse", minimumUsefulEffect: 0.1, level: 0.9 });
  });

  it("says that a run which was left on the way may have been left for what it showed", async () => {
    const [before, whole] = [await runOf(60, 20), await runOf(60, 50)];
    const partial = without({ ...whole, record: { ...whole.record, finishedAt: null } }, (input) => input >= 40);
    expect(compare(before, partial).verdict.notes).toContainEqual(expect.stringMatching(/candidate's run.*not run to its end/));
    expect(compare(before, whole).verdict.notes.join()).not.toContain("to its end");
  });

  it("turns the sign where lower is better", async () => {
    const run = async (passes: number): Promise<Evaluation<number, number, "right">> =>
      evaluate({
        dataset: datasetOf(numbers(60)),
        run: (input: number) => (input < passes ? 2 * input : -1),
        scorers: [{ ...right, direction: "lower" as const }],
      });
    expect(compare(await run(50), await run(20)).verdict.kind).toBe("better");
  });

  it("averages repeats before it pairs", async () => {
    const once = compare(await runOf(40, 10), await runOf(40, 30)).verdict;
    const often = compare(await runOf(40, 10, { repeats: 3 }), await runOf(40, 30, { repeats: 3 })).verdict;
    expect(often.n).toBe(40);
    expect(often.effect).toBeCloseTo(once.effect ?? Number.NaN, 12);
  });

  it("takes a binary score that differs between repeats for a share", async () => {
    let call = 0;
    const half = await evaluate({
      dataset: datasetOf(numbers(60)),
      run: (n: number) => (call++ % 2 === 0 ? 2 * n : -1),
      scorers: [right],
      repeats: 2,
      concurrency: 1,
    });
    const { verdict } = compare(half, await runOf(60, 60, { repeats: 2 }));
    expect(verdict).toMatchObject({ kind: "better", n: 60 });
    expect(verdict.effect).toBeCloseTo(0.5, 12);
  });

  it("says which examples could not be paired", async () => {
    const whole = await runOf(40, 10);
    const { verdict } = compare(
      without(whole, (input) => input === 3),
      without(await runOf(40, 30), (input) => input > 37),
    );
    expect(verdict.n).toBe(37);
    expect(verdict.notes).toEqual(
      expect.arrayContaining([expect.stringContaining("2 examples (n38, n39)".slice(0, 10)), expect.stringContaining("n3)")]),
    );
  });

  it("is inconclusive where what is missing could turn it", async () => {
    const failing = await evaluate({
      dataset: datasetOf(numbers(60)),
      run: (input: number): number => {
        if (input >= 24) throw new Error("away");
        return 2 * input;
      },
      scorers: [right],
    });
    const champion = await evaluate({ dataset: datasetOf(numbers(60)), run: (n: number) => (n < 20 ? -1 : 2 * n), scorers: [right] });
    const { verdict } = compare(champion, failing);
    expect(verdict.kind).toBe("inconclusive");
    expect(verdict.n).toBe(24);
    expect(verdict.effect).toBeGreaterThan(0.5);
  });

  it("refuses what cannot be compared", async () => {
    const run = await runOf(10, 5);
    const code = async (champion: Run, candidate: Run, metric?: "right"): Promise<unknown> => {
      try {
        return compare(champion, candidate, { metric });
      } catch (error) {
        return error;
      }
    };
    expect(await code(run, await runOf(10, 5, { hash: "other" }))).toMatchObject({ code: "use.other-data" });
    expect(await code(run, { ...run, record: { ...run.record, task: { name: "halve", hash: "h" } } })).toMatchObject({
      code: "use.other-data",
    });
    expect(await code(run, await runOf(10, 5, { scorer: "right-2" }))).toMatchObject({ code: "use.other-scorer" });
    const halves = [without(run, (input) => input < 5), without(run, (input) => input >= 5)] as const;
    expect(await code(...halves)).toMatchObject({ code: "data.no-common-examples" });
    const away = runnerOf<number>(() => ({ kind: "timeout", afterMs: 1 }));
    const missing = await evaluate({ dataset: datasetOf(numbers(10)), run: away, scorers: [right] });
    expect(await code(run, missing)).toMatchObject({ code: "data.nothing-scored", facts: { pairs: 10 } });
    const wrong: { readonly [option: string]: unknown } = { metric: "label" };
    expect(() => compare(run, run, wrong)).toThrowError(expect.objectContaining({ code: "use.unknown-metric" }));
  });

  it("asks for the smallest useful effect of a real scale", async () => {
    const real = await evaluate({
      dataset: datasetOf(numbers(10)),
      run: (input: number) => input,
      scorers: [{ ...right, scale: "real" as const }],
    });
    expect(() => compare(real, real)).toThrow(RangeError);
    expect(compare(real, real, { minimumUsefulEffect: 1 }).verdict.kind).toBe("inconclusive");
  });

  it("reads runs that went through JSON", async () => {
    const [before, after] = [await runOf(60, 20), await runOf(60, 50)];
    expect(compare(JSON.parse(JSON.stringify(before)), JSON.parse(JSON.stringify(after)))).toEqual(compare(before, after));
  });
});

describe("nonInferiority", () => {
  it("passes, is a regression, or is inconclusive by the end of the interval", async () => {
    const baseline = await runOf(200, 150);
    expect(nonInferiority(baseline, await runOf(200, 150)).kind).toBe("pass");
    expect(nonInferiority(baseline, await runOf(200, 100)).kind).toBe("regression");
    expect(nonInferiority(baseline, await runOf(200, 145), { margin: 0.02 }).kind).toBe("inconclusive");
    expect(nonInferiority(baseline, await runOf(200, 145), { margin: 0.2 }).kind).toBe("pass");
  });

  it("does not pass on completed pairs alone", async () => {
    const baseline = await runOf(200, 150);
    const partly = await evaluate({
      dataset: datasetOf(numbers(200)),
      run: (input: number): number => {
        if (input >= 120 && input < 180) throw new Error("away");
        return input < 150 ? 2 * input : -1;
      },
      scorers: [right],
    });
    const found = nonInferiority(baseline, partly);
    expect(found.verdict.interval[0]).toBeGreaterThan(-0.05);
    expect(found.kind).toBe("inconclusive");
    expect(found.notes[0]).toContain("60 of 200");
  });
});

describe("bad input", () => {
  it("claims nothing from ties alone: they are equivalent once there are enough, else inconclusive", async () => {
    expect(compare(await runOf(400, 200), await runOf(400, 200)).verdict).toMatchObject({ kind: "equivalent", effect: 0 });
    expect(compare(await runOf(8, 4), await runOf(8, 4)).verdict).toMatchObject({ kind: "inconclusive", effect: 0 });
  });

  it("calls nothing better or worse from fewer than six differing items", async () => {
    for (const differing of [1, 2, 3, 4, 5]) {
      const { verdict } = compare(await runOf(30, 10), await runOf(30, 10 + differing), { minimumUsefulEffect: 0.01 });
      expect(verdict.kind).toBe("inconclusive");
      expect(verdict.interval[0]).toBeLessThanOrEqual(0);
    }
    expect(compare(await runOf(30, 10), await runOf(30, 16), { minimumUsefulEffect: 0.01 }).verdict.kind).toBe("better");
  });

  it("names what is wrong before it compares: task, split, scorer, no score, no example in common", async () => {
    const run = await runOf(20, 10);
    const otherTask: Run = { ...run, record: { ...run.record, task: { ...run.record.task, name: "other" } } };
    const unscored: Run = {
      ...run,
      items: run.items.map((item) => ({ ...item, scores: { right: { kind: "unscored", reason: "the judge was away" } } })),
    };
    for (const [other, code] of [
      [otherTask, "use.other-data"],
      [await runOf(20, 10, { hash: "edited" }), "use.other-data"],
      [await runOf(20, 10, { scorer: "right-2" }), "use.other-scorer"],
      [unscored, "data.nothing-scored"],
      [without(run, () => true), "data.no-common-examples"],
    ] as const) {
      expect(() => compare(run, other)).toThrow(expect.objectContaining({ code }));
      expect(() => nonInferiority(run, other)).toThrow(expect.objectContaining({ code }));
    }
  });
});
