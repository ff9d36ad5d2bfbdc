/**
 * `pnpm bench judge-correction`: how often 95 % intervals cover the truth on simulated judges of known error, raw and corrected, and how wide they are.
 * Binary: Rogan–Gladen; five shares of passes, three judges (sensitivity and specificity), 100, 200 and 400 labels, at random or half passes, 1,000 judged.
 * Scores: PPI++; Likert scores, shares, mostly-one shares, paired differences and a weak judge, 40 to 400 labels at random, 1,000 judged; binary items by PPI++ too.
 * Beyond them, apart: 20 and 40 labels ("small.*"), and items in clusters. RUNS simulations a setting (default 2,000; seed 1).
 */
import { seededRandom } from "@pawl/core";
import { type Correction, correctedEstimate, type LabelledScore, ppiMean } from "@pawl/stats";
import { printResult } from "./_machine.ts";

const RUNS = Number(process.env["RUNS"] ?? 2000);
const JUDGED = 1000;
const random = seededRandom(1);
const uniform = (): number => random.next();
const gauss = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
const cut = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

interface Tally {
  readonly name: string;
  readonly family: "binary" | "score" | "small" | "clustered";
  runs: number;
  rawCovered: number;
  covered: number;
  rawWidth: number;
  width: number;
  gained: number;
  refused: number;
}

const tallies: Tally[] = [];

function simulate(
  setting: { readonly name: string; readonly family: Tally["family"]; readonly truth: number },
  once: () => Correction,
): void {
  const tally: Tally = { ...setting, runs: 0, rawCovered: 0, covered: 0, rawWidth: 0, width: 0, gained: 0, refused: 0 };
  for (let run = 0; run < RUNS; run++) {
    const result = once();
    if (result.kind === "cannot-correct") {
      tally.refused += 1;
      continue;
    }
    const { raw, interval } = result;
    tally.runs += 1;
    tally.covered += interval[0] <= setting.truth && setting.truth <= interval[1] ? 1 : 0;
    tally.rawCovered += raw.interval[0] <= setting.truth && setting.truth <= raw.interval[1] ? 1 : 0;
    tally.width += interval[1] - interval[0];
    tally.rawWidth += raw.interval[1] - raw.interval[0];
    tally.gained += result.gained;
  }
  tallies.push(tally);
  const of = (value: number): string => (value / tally.runs).toFixed(3);
  process.stdout.write(
    `${setting.family.padEnd(9)} ${setting.name.padEnd(58)} coverage raw ${of(tally.rawCovered)} corrected ${of(tally.covered)}  width raw ${of(tally.rawWidth)} corrected ${of(tally.width)}  labels gained ${(tally.gained / tally.runs).toFixed(0)}  refused ${tally.refused}\n`,
  );
}

interface Judge {
  readonly sensitivity: number;
  readonly specificity: number;
}
const verdict = (human: number, { sensitivity, specificity }: Judge): number =>
  human === 1 ? (uniform() < sensitivity ? 1 : 0) : uniform() < specificity ? 0 : 1;

const judges: readonly Judge[] = [
  { sensitivity: 0.85, specificity: 0.9 },
  { sensitivity: 0.7, specificity: 0.8 },
  { sensitivity: 0.95, specificity: 0.95 },
];
const buffer = new Float64Array(JUDGED);
for (const judge of judges) {
  for (const share of [0.1, 0.3, 0.5, 0.7, 0.9]) {
    for (const labels of [40, 100, 200, 400]) {
      for (const design of ["random", "half"] as const) {
        const name = `sens ${judge.sensitivity} spec ${judge.specificity}, ${share} pass, ${labels} labels ${design}`;
        simulate({ name, family: labels < 100 ? "small" : "binary", truth: share }, () => {
          const labelled: LabelledScore[] = Array.from({ length: labels }, (_, i) => {
            const human = (design === "half" ? i % 2 === 0 : uniform() < share) ? 1 : 0;
            return { human, judge: verdict(human, judge) };
          });
          for (let i = 0; i < JUDGED; i++) buffer[i] = verdict(uniform() < share ? 1 : 0, judge);
          return correctedEstimate({ judged: buffer, labelled }, { scale: "binary" });
        });
      }
    }
  }
}

type Draw = () => readonly [human: number, judge: number];
const likert: Draw = () => {
  const quality = gauss();
  return [cut(Math.round(3.4 + 1.1 * quality), 1, 5), cut(Math.round(3.9 + 0.8 * quality + 0.7 * gauss()), 1, 5)];
};
const share: Draw = () => {
  const human = Math.sqrt(uniform());
  return [human, cut(0.6 * human + 0.3 + 0.12 * gauss(), 0, 1)];
};
const mostlyOne: Draw = () => {
  const human = uniform() < 0.8 ? 1 : uniform();
  return [human, cut(0.7 * human + 0.2 + 0.1 * gauss(), 0, 1)];
};
const difference: Draw = () => {
  const u = uniform();
  const human = u < 0.1 ? -1 : u < 0.85 ? 0 : 1;
  return [human, cut(0.1 + (uniform() < 0.7 ? human : 0) + 0.3 * gauss(), -1.5, 1.5)];
};
const weak: Draw = () => {
  const human = gauss();
  return [human, 0.2 * human + gauss() + 1];
};
const binary: Draw = () => {
  const human = uniform() < 0.7 ? 1 : 0;
  return [human, verdict(human, { sensitivity: 0.85, specificity: 0.9 })];
};
const meanOf = (draw: Draw): number => {
  let sum = 0;
  for (let i = 0; i < 4_000_000; i++) sum += draw()[0];
  return sum / 4_000_000;
};
const shapes: readonly {
  readonly name: string;
  readonly draw: Draw;
  readonly truth: number;
  readonly range: readonly [number, number] | undefined;
}[] = [
  { name: "Likert 1 to 5", draw: likert, truth: meanOf(likert), range: [1, 5] },
  { name: "shares", draw: share, truth: 2 / 3, range: [0, 1] },
  { name: "mostly-one shares", draw: mostlyOne, truth: 0.9, range: [0, 1] },
  { name: "paired differences", draw: difference, truth: 0.05, range: undefined },
  { name: "weak judge", draw: weak, truth: 0, range: undefined },
  { name: "binary by PPI++", draw: binary, truth: 0.7, range: [0, 1] },
];
for (const { name, draw, truth, range } of shapes) {
  for (const labels of [20, 40, 100, 200, 400]) {
    simulate({ name: `${name}, ${labels} labels`, family: labels < 40 ? "small" : "score", truth }, () => {
      const pairs = Array.from({ length: labels }, draw);
      for (let i = 0; i < JUDGED; i++) buffer[i] = draw()[1];
      return ppiMean(
        { labelled: { human: pairs.map(([human]) => human), judge: pairs.map(([, judge]) => judge) }, unlabelled: buffer },
        { range },
      );
    });
  }
}

// Clusters of ten items; one in five clusters is labelled, or one item in five of each cluster.
for (const design of ["clusters", "items"] as const) {
  for (const scale of ["score", "binary"] as const) {
    const truth = scale === "score" ? 0 : 0.5;
    simulate({ name: `${scale}, 60 clusters of 10, a fifth of the ${design} labelled`, family: "clustered", truth }, () => {
      const judged: number[] = [];
      const clusters: string[] = [];
      const labelled: LabelledScore[] = [];
      for (let c = 0; c < 60; c++) {
        const own = gauss();
        const slip = gauss();
        for (let i = 0; i < 10; i++) {
          const quality = own + gauss();
          const human = scale === "score" ? quality : quality > 0 ? 1 : 0;
          const judge =
            scale === "score" ? 0.8 * quality + 0.4 * slip + 0.5 * gauss() + 0.3 : verdict(human, { sensitivity: 0.85, specificity: 0.8 });
          if (design === "clusters" ? c % 5 === 0 : i % 5 === 0) labelled.push({ human, judge, cluster: `${c}` });
          else {
            judged.push(judge);
            clusters.push(`${c}`);
          }
        }
      }
      return correctedEstimate({ judged, labelled, clusters }, { scale });
    });
  }
}

const metrics: { [name: string]: number } = {};
const rounded = (value: number): number => Number(value.toFixed(4));
const add = (prefix: string, of: readonly Tally[]): void => {
  const mean = (value: (tally: Tally) => number): number => rounded(of.reduce((sum, tally) => sum + value(tally), 0) / of.length);
  metrics[`${prefix}coverage.raw`] = mean((t) => t.rawCovered / t.runs);
  metrics[`${prefix}coverage.corrected`] = mean((t) => t.covered / t.runs);
  metrics[`${prefix}coverage.correctedLeast`] = rounded(Math.min(...of.map((t) => t.covered / t.runs)));
  metrics[`${prefix}coverage.correctedMost`] = rounded(Math.max(...of.map((t) => t.covered / t.runs)));
  metrics[`${prefix}width.raw`] = mean((t) => t.rawWidth / t.runs);
  metrics[`${prefix}width.corrected`] = mean((t) => t.width / t.runs);
};
add(
  "",
  tallies.filter(({ family }) => family === "binary" || family === "score"),
);
for (const family of ["binary", "score", "small", "clustered"] as const)
  add(
    `${family}.`,
    tallies.filter((tally) => tally.family === family),
  );
metrics["runs"] = RUNS;
printResult("judge-correction", metrics);
