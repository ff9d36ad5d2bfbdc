import { type Estimate, seededRandom } from "@pawl/core";
import { expect, it } from "vitest";
import { cohenKappa } from "../agreement/cohen-kappa.ts";
import { kendallTauB, pearson, spearman } from "../agreement/correlation.ts";
import { correctedEstimate } from "../correction/corrected-estimate.ts";
import { ppiMean } from "../correction/ppi-mean.ts";
import { auroc } from "../detection/auroc.ts";
import { meanEstimate } from "../intervals/mean-estimate.ts";
import { missingBounds } from "../missing/missing-bounds.ts";
import { winRate } from "../pairwise/win-rate.ts";
import { pairedVerdict } from "../verdict/paired-verdict.ts";

const random = seededRandom("alone");
const N = 14;
const bits = Array.from({ length: N }, () => (random.next() < 0.6 ? 1 : 0));
const others = bits.map((bit) => (random.next() < 0.8 ? bit : 1 - bit));
const scores = bits.map((bit) => Math.round(4 * (0.4 * bit + 0.6 * random.next())) / 4);
const judged = Array.from({ length: 30 }, () => (random.next() < 0.5 ? 1 : 0));
const named = (prefix: string, values: readonly unknown[]): string[] => values.map((_, i) => `${prefix}${i}`);

type Clusters = ((prefix: string, values: readonly unknown[]) => string[]) | undefined;
const ASKED: { readonly [name: string]: (of: Clusters) => unknown } = {
  meanEstimate: (of) => meanEstimate(scores, { clusters: of?.("a", scores) }),
  pearson: (of) => pearson(scores, others, { clusters: of?.("a", scores) }),
  spearman: (of) => spearman(scores, others, { clusters: of?.("a", scores) }),
  kendallTauB: (of) => kendallTauB(scores, others, { clusters: of?.("a", scores) }),
  cohenKappa: (of) => cohenKappa(bits, others, { clusters: of?.("a", scores) }),
  auroc: (of) => auroc({ scores, labels: bits }, { clusters: of?.("a", scores) }),
  winRate: (of) =>
    winRate(
      bits.map((bit) => (bit === 1 ? 1 : 0)),
      { clusters: of?.("a", scores) },
    ),
  missingBounds: (of) => missingBounds([null, ...scores], { clusters: of?.("a", [null, ...scores]) }),
  ppiMean: (of) =>
    ppiMean(
      { labelled: { human: bits, judge: others }, unlabelled: judged },
      { range: [0, 1], clusters: of && { labelled: of("l", bits), unlabelled: of("j", judged) } },
    ),
  correctedEstimate: (of) =>
    correctedEstimate(
      {
        judged,
        labelled: bits.map((human, i) => ({ human, judge: others[i] ?? 0, ...(of ? { cluster: `l${i}` } : {}) })),
        clusters: of?.("j", judged),
      },
      { scale: "binary" },
    ),
  pairedVerdict: (of) =>
    pairedVerdict({
      pairs: bits.map((champion, i) => ({ id: `${i}`, champion, candidate: others[i] ?? 0, ...(of ? { cluster: `c${i}` } : {}) })),
      metric: "m",
      scale: "binary",
      direction: "higher",
      minimumUsefulEffect: 0.1,
    }),
};

it.each(Object.keys(ASKED))("%s says the same of items that each are a cluster of their own as of items without clusters", (name) => {
  expect(ASKED[name]?.(named)).toEqual(ASKED[name]?.(undefined));
});

it("learns nothing from two pairs, of which every correlation is ±1, in clusters or not", () => {
  for (const correlation of [pearson, spearman, kendallTauB]) {
    expect(correlation([1, 2], [3, 5])?.interval).toEqual([-1, 1]);
    expect(correlation([1, 2], [3, 5], { clusters: ["a", "b"] })?.interval).toEqual([-1, 1]);
    expect(correlation([1, 2, 3, 3], [3, 5, 5, 6], { clusters: ["a", "a", "b", "b"] })?.interval).toEqual([-1, 1]);
  }
});

it("leaves doubt where two raters each always say one thing, and not the same", () => {
  for (const n of [1, 2, 10, 200]) {
    const kappa = cohenKappa(new Array<number>(n).fill(0), new Array<number>(n).fill(1));
    expect(kappa?.value).toBe(0);
    expect(kappa?.interval[0]).toBeLessThan(0);
    expect(kappa?.interval[1]).toBeGreaterThan(0);
  }
});

it("keeps a corrected mean within its range, and within its interval", () => {
  // Unlabelled zeros alone pull the plain sum under 0.
  let least = 1;
  for (let run = 0; run < 300; run++) {
    const draw = seededRandom(`range ${run}`);
    const human = Array.from({ length: 10 }, () => (draw.next() < 0.15 ? 1 : 0));
    const judge = human.map((bit) => (draw.next() < 0.8 ? bit : 1));
    const input = { labelled: { human, judge }, unlabelled: new Array<number>(13).fill(0) };
    const { interval, value }: Estimate = ppiMean(input, { range: [0, 1] });
    least = Math.min(least, ppiMean(input).value);
    expect(value).toBeGreaterThanOrEqual(0);
    expect(interval[0] <= value && value <= interval[1]).toBe(true);
  }
  expect(least).toBeLessThan(0);
});
