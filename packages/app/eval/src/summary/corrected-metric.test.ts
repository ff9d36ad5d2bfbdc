import { type Calibration, type LabelledItem, type RandomSource, seededRandom } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { judgedRun, type ScoredCase } from "../calibration/calibration.fixture.ts";
import type { RunOutline } from "../evaluation.ts";
import { runReportHtml } from "../report/run-report-html.ts";
import { runReportMarkdown } from "../report/run-report-markdown.ts";
import { runReportText } from "../report/terminal/run-report-text.ts";
import { summarise } from "./summarise.ts";

const BLANK: Calibration = { items: 0, raters: 1, sensitivity: null, specificity: null, kappa: null, dataset: "labels" };

const facts = (calibration: Calibration | null, scale: "binary" | "share" = "binary"): RunOutline<"polite">["metrics"]["polite"] => ({
  hash: "judge-1",
  direction: "higher",
  scale,
  judge: { model: { id: "qwen-judge" }, calibration },
});
const rate = (value: number, n: number) => ({ value, interval: [0, 1] as const, level: 0.95, n, method: "wilson" });
const metricOf = (run: RunOutline<"polite">) => {
  const [metric] = summarise(run).metrics;
  if (metric === undefined) throw new Error("a run with one metric");
  return metric;
};
const passes = (count: number, of: number): ScoredCase[] =>
  Array.from({ length: of }, (_, i) => ({ id: `r${i}`, value: i < count ? 1 : 0 }));

describe("the corrected headline", () => {
  it("is that of Lee et al. for a judge of which only the rates are known", () => {
    // statistics: p .8 of 500, specificity .9 of 100, sensitivity .85 of 100 → .9333333 (.8450878, 1).
    const known = { ...BLANK, items: 200, sensitivity: rate(0.85, 100), specificity: rate(0.9, 100) };
    const { corrected, estimate } = metricOf(judgedRun(passes(400, 500), facts(known)));
    expect(estimate?.value).toBe(0.8);
    if (corrected?.kind !== "corrected") throw new Error("it can be corrected");
    expect(corrected.value).toBeCloseTo(0.9333333, 6);
    expect(corrected.interval[0]).toBeCloseTo(0.8450878, 6);
    expect(corrected).toMatchObject({ n: 500, labels: 200 });
  });

  it("is not there for other scorers, uncalibrated judges and scores of which nothing is labelled", () => {
    const { judge: _, ...code } = facts(null);
    expect(metricOf(judgedRun(passes(4, 5), code)).corrected).toBeNull();
    expect(metricOf(judgedRun(passes(4, 5), facts(null))).corrected).toBeNull();
    expect(metricOf(judgedRun([], facts(BLANK))).corrected).toBeNull();
    expect(metricOf(judgedRun(passes(4, 5), facts(BLANK, "share"))).corrected).toMatchObject({
      kind: "cannot-correct",
      reason: "too-few-labels",
    });
    expect(metricOf(judgedRun(passes(4, 5), facts(BLANK))).corrected).toMatchObject({ kind: "cannot-correct", reason: "one-class" });
  });

  it("counts clusters once also where only the rates are known", () => {
    const known = { ...BLANK, items: 200, sensitivity: rate(0.85, 100), specificity: rate(0.9, 100) };
    const width = (cases: readonly ScoredCase[]): number => {
      const { corrected } = metricOf(judgedRun(cases, facts(known)));
      if (corrected?.kind !== "corrected") throw new Error("it can be corrected");
      return corrected.interval[1] - corrected.interval[0];
    };
    const alone = passes(60, 100);
    const tenfold = alone.flatMap((one, i) => Array.from({ length: 10 }, (_, k) => ({ ...one, id: `${one.id}-${k}`, cluster: `c${i}` })));
    expect(width(tenfold) / width(alone)).toBeGreaterThan(0.97);
  });

  it("clusters people's own answers where they labelled all", () => {
    const width = (clusters: number, scale: "binary" | "share"): number => {
      const cases = passes(24, 40).map((one, i): ScoredCase => ({ ...one, cluster: `c${Math.floor((i * clusters) / 40)}` }));
      const labelled = cases.map(
        ({ id, cluster }, i): LabelledItem => ({
          id,
          trace: `trace ${id}`,
          judge: 1,
          human: i < 20 ? 1 : 0,
          ...(cluster === undefined ? {} : { cluster }),
        }),
      );
      const { corrected } = metricOf(judgedRun(cases, facts({ ...BLANK, labelled }, scale)));
      if (corrected?.kind !== "corrected") throw new Error("people said all");
      return corrected.interval[1] - corrected.interval[0];
    };
    for (const scale of ["binary", "share"] as const) expect(width(8, scale)).toBeGreaterThan(1.5 * width(40, scale));
    expect(width(1, "binary")).toBe(1);
  });

  it("cannot correct scores of a run in one or two clusters by labels of others, and says so", () => {
    const labelled = Array.from({ length: 40 }, (_, i): LabelledItem => ({ id: `l${i}`, judge: (i % 5) / 5, human: (i % 4) / 4 }));
    const cases = Array.from({ length: 30 }, (_, i): ScoredCase => ({ id: `r${i}`, cluster: `c${i % 2}`, value: (i % 3) / 3 }));
    expect(metricOf(judgedRun(cases, facts({ ...BLANK, labelled }, "share"))).corrected).toMatchObject({
      kind: "cannot-correct",
      message: expect.stringContaining("3 clusters"),
    });
  });

  it("counts no labelled item of the run twice, and is people's own where they labelled all", () => {
    const labelled = passes(30, 40).map(
      ({ id, value }, i): LabelledItem => ({ id, trace: `trace ${id}`, judge: value ?? 0, human: i < 20 ? 1 : 0 }),
    );
    const half = metricOf(
      judgedRun([...passes(30, 40), ...passes(20, 40).map((one) => ({ ...one, id: `x${one.id}` }))], facts({ ...BLANK, labelled })),
    );
    expect(half.corrected).toMatchObject({ kind: "corrected", n: 80, labels: 40, raw: { value: 0.625, n: 80 } });
    const all = metricOf(judgedRun(passes(30, 40), facts({ ...BLANK, labelled })));
    expect(all.corrected).toMatchObject({ kind: "corrected", value: 0.5, n: 40, gained: 0, raw: { value: 0.75 } });
  });

  it("stays by what people said where they labelled nearly all of the run", () => {
    // Of 40 labelled replies 20 are good; the judge also passes 4 of the bad ones, and all of the 8 that nobody labelled.
    const labelled = passes(24, 40).map(
      ({ id, value }, i): LabelledItem => ({ id, trace: `trace ${id}`, judge: value ?? 0, human: i < 20 ? 1 : 0 }),
    );
    const unlabelled = passes(8, 8).map((one) => ({ ...one, id: `x${one.id}` }));
    const { corrected } = metricOf(judgedRun([...passes(24, 40), ...unlabelled], facts({ ...BLANK, labelled })));
    if (corrected?.kind !== "corrected") throw new Error("it can be corrected");
    // (40 · .5 + 8 · 1) / 48
    expect(corrected.value).toBeCloseTo(28 / 48, 12);
    expect(corrected.interval[0]).toBeGreaterThan(0.4);
    expect(corrected.interval[1]).toBeLessThan(0.75);
    expect(corrected).toMatchObject({ n: 48, labels: 40 });
  });

  it("takes withheld answers as they are: no judge was asked", () => {
    const labelled = Array.from(
      { length: 200 },
      (_, i): LabelledItem => ({ id: `l${i}`, judge: i % 10 === 0 ? 1 - (i % 2) : i % 2, human: i % 2 }),
    );
    const answered = metricOf(judgedRun(passes(45, 90), facts({ ...BLANK, labelled }))).corrected;
    const withheld = Array.from({ length: 10 }, (_, i): ScoredCase => ({ id: `w${i}`, value: 0, outcome: "invalid" }));
    const { corrected } = metricOf(judgedRun([...passes(45, 90), ...withheld], facts({ ...BLANK, labelled })));
    if (answered?.kind !== "corrected" || corrected?.kind !== "corrected") throw new Error("both can be corrected");
    expect(corrected.value).toBeCloseTo(0.9 * answered.value, 12);
    expect(corrected.n).toBe(100);
    expect(corrected.interval[1] - corrected.value).toBeGreaterThan(0.9 * (answered.interval[1] - answered.value));
  });

  it("counts examples and not their repeats, and averages those first", () => {
    const labelled = Array.from(
      { length: 60 },
      (_, i): LabelledItem => ({ id: `l${i}`, judge: i % 2, human: i % 10 === 0 ? 1 - (i % 2) : i % 2 }),
    );
    const known = { ...BLANK, items: 60, sensitivity: rate(0.9, 30), specificity: rate(0.9, 30) };
    const repeated = passes(24, 40).flatMap(({ id, value }) =>
      Array.from({ length: 3 }, (_, k): ScoredCase => ({ id, value: k === 2 ? 0 : value, trace: `${id}#${k}` })),
    );
    const withheld: ScoredCase = { id: "w", value: 0, outcome: "invalid" };
    for (const calibration of [{ ...BLANK, labelled }, known]) {
      const { corrected, estimate } = metricOf(judgedRun([...repeated, withheld], facts(calibration)));
      expect([corrected, estimate]).toMatchObject([
        { kind: "corrected", n: 41, raw: { n: 40, value: expect.closeTo(0.4, 12) } },
        { n: 41 },
      ]);
    }
    const own = passes(24, 40).map(
      ({ id, value }, i): LabelledItem => ({ id, trace: `${id}#0`, judge: value ?? 0, human: i < 20 ? 1 : 0 }),
    );
    for (const scale of ["binary", "share"] as const)
      expect(metricOf(judgedRun(repeated, facts({ ...BLANK, labelled: own }, scale))).corrected).toMatchObject({ n: 40, labels: 40 });
    const all = repeated.map(
      ({ id, trace, value }): LabelledItem => ({ id, judge: value ?? 0, human: 1, ...(trace === undefined ? {} : { trace }) }),
    );
    const whole = judgedRun(repeated, facts({ ...BLANK, labelled: all }));
    expect(metricOf(whole).corrected).toMatchObject({ n: 40, labels: 120, gained: 0 });
    expect(runReportText(whole)).toContain("labelled all 120 outputs");
    // One of two repeats of n0 is missing: its other one counts as much as the two of n1.
    const uneven: ScoredCase[] = [
      ...Array.from({ length: 20 }, (_, i): ScoredCase => ({ id: `a${i}`, value: 1 })),
      ...Array.from({ length: 40 }, (_, i): ScoredCase => ({ id: `b${i % 20}`, value: 0, trace: `b${i}` })),
    ];
    expect(metricOf(judgedRun(uneven, facts({ ...BLANK, labelled }, "share"))).corrected).toMatchObject({
      value: expect.closeTo(0.6, 12),
      raw: { value: expect.closeTo(0.5, 12) },
    });
  });

  it("says in every report what the labels are worth, corrected first and as judged below, and leaves the labels out of the summary", () => {
    const labelled = Array.from(
      { length: 200 },
      (_, i): LabelledItem => ({ id: `l${i}`, judge: i % 5 === 0 ? 1 - (i % 2) : i % 2, human: i % 2 }),
    );
    const run = judgedRun(passes(60, 100), facts({ ...BLANK, labelled }));
    for (const report of [runReportText(run), runReportMarkdown(run), runReportHtml(run)]) {
      expect(report).toContain("corrected");
      expect(report).toContain("as judged");
      expect(report).toMatch(/worth\s+\d+\s+labels/);
    }
    expect(JSON.stringify(summarise(run))).not.toContain("labelled");
    const stale = { ...facts(null), judge: { model: { id: "m" }, calibration: null, stale: ["Its prompt changed."] } };
    for (const report of [runReportText(judgedRun(passes(6, 10), stale)), runReportHtml(judgedRun(passes(6, 10), stale))]) {
      expect(report).toContain("not calibrated");
      expect(report).toContain("Its prompt changed.");
    }
  });
});

describe("over simulated judges of known error", () => {
  /** Share of 95 % intervals that hold the truth, of the corrected headline and of the raw one. */
  const coverage = (runs: number, simulate: (random: RandomSource) => { readonly run: RunOutline<"polite">; readonly truth: number }) => {
    const hits = { corrected: 0, raw: 0 };
    for (let at = 0; at < runs; at++) {
      const { run, truth } = simulate(seededRandom("coverage").fork(String(at)));
      const { corrected, estimate } = metricOf(run);
      const holds = (interval: readonly [number, number] | undefined): number =>
        interval && interval[0] <= truth && truth <= interval[1] ? 1 : 0;
      hits.corrected += holds(corrected?.kind === "corrected" ? corrected.interval : undefined) / runs;
      hits.raw += holds(estimate?.interval) / runs;
    }
    return hits;
  };

  it("the corrected share of passes holds the truth at its nominal rate, the raw one does not", () => {
    // Sensitivity .9, specificity .75; 30 % of the run would pass, half of the labelled items do.
    const found = coverage(400, (random) => {
      const judged = (human: number): number => (random.next() < (human === 1 ? 0.9 : 0.25) ? 1 : 0);
      const cases = Array.from({ length: 300 }, (_, i): ScoredCase => ({ id: `r${i}`, value: judged(random.next() < 0.3 ? 1 : 0) }));
      const labelled = Array.from({ length: 200 }, (_, i): LabelledItem => ({ id: `l${i}`, judge: judged(i % 2), human: i % 2 }));
      return { run: judgedRun(cases, facts({ ...BLANK, labelled })), truth: 0.3 };
    });
    // 95 % of 400 has a standard error of .011.
    expect(found.corrected).toBeGreaterThan(0.925);
    expect(found.corrected).toBeLessThan(0.985);
    expect(found.raw).toBeLessThan(0.05);
  });

  it("the corrected share holds it where a part, or most, of the run is labelled", () => {
    for (const labels of [80, 250]) {
      const found = coverage(400, (random) => {
        const items = Array.from({ length: 300 }, () => {
          const human = random.next() < 0.3 ? 1 : 0;
          return { human, judge: random.next() < (human === 1 ? 0.9 : 0.25) ? 1 : 0 };
        });
        const cases = items.map(({ judge }, i): ScoredCase => ({ id: `r${i}`, value: judge }));
        const labelled = items
          .slice(0, labels)
          .map(({ human, judge }, i): LabelledItem => ({ id: `r${i}`, trace: `trace r${i}`, judge, human }));
        return { run: judgedRun(cases, facts({ ...BLANK, labelled })), truth: 0.3 };
      });
      expect(found.corrected).toBeGreaterThan(0.925);
      expect(found.corrected).toBeLessThan(0.985);
    }
  });

  for (const own of [true, false]) {
    it(`the corrected mean of scores holds it, with labelled items of ${own ? "the run" : "another run"}`, () => {
      const found = coverage(400, (random) => {
        const score = (): { readonly human: number; readonly judge: number } => {
          const human = random.next();
          return { human, judge: Math.min(1, Math.max(0, 0.3 + 0.6 * human + 0.2 * (random.next() - 0.5))) };
        };
        const items = Array.from({ length: 300 }, score);
        const cases = items.map(({ judge }, i): ScoredCase => ({ id: `r${i}`, value: judge }));
        const labelled = (own ? items.slice(0, 80) : Array.from({ length: 80 }, score)).map(
          ({ human, judge }, i): LabelledItem => ({ id: own ? `r${i}` : `l${i}`, ...(own ? { trace: `trace r${i}` } : {}), judge, human }),
        );
        return { run: judgedRun(cases, facts({ ...BLANK, labelled }, "share")), truth: 0.5 };
      });
      expect(found.corrected).toBeGreaterThan(0.925);
      expect(found.corrected).toBeLessThan(0.985);
      expect(found.raw).toBeLessThan(0.1);
    });
  }

  it("repeats and clusters make no interval too narrow", () => {
    const found = coverage(200, (random) => {
      const judged = (human: number): number => (random.next() < (human === 1 ? 0.9 : 0.2) ? 1 : 0);
      const cases = Array.from({ length: 60 }, (_, c) => {
        const human = random.next() < 0.5 ? 1 : 0;
        return Array.from({ length: 4 }, (__, i): ScoredCase => ({ id: `r${c}-${i}`, cluster: `c${c}`, value: judged(human) }));
      }).flat();
      const labelled = Array.from({ length: 120 }, (_, i): LabelledItem => ({ id: `l${i}`, judge: judged(i % 2), human: i % 2 }));
      return { run: judgedRun(cases, facts({ ...BLANK, labelled })), truth: 0.5 };
    });
    expect(found.corrected).toBeGreaterThan(0.92);
  });

  it("one labelled repeat of each example makes no interval too narrow", () => {
    const found = coverage(300, (random) => {
      const items = Array.from({ length: 40 }, (_, e) => {
        const lean = random.next() < 0.5 ? 1 : 0;
        return Array.from({ length: 4 }, (__, k) => {
          const human = random.next() < lean ? 1 : 0;
          return { id: `e${e}`, trace: `e${e}#${k}`, human, value: random.next() < (human === 1 ? 0.95 : 0.1) ? 1 : 0 };
        });
      }).flat();
      const labelled = items.flatMap(({ human, id, trace, value }): LabelledItem[] =>
        trace.endsWith("#0") ? [{ id, trace, judge: value, human }] : [],
      );
      const cases = items.map(({ id, trace, value }): ScoredCase => ({ id, trace, value }));
      return { run: judgedRun(cases, facts({ ...BLANK, labelled })), truth: 0.5 };
    });
    expect(found.corrected).toBeGreaterThan(0.92);
  });
});
