/**
 * `sequential`: what looking after every example costs and saves, simulated with the race that a ladder runs. At α = .05, differences of paired scores in −1..1:
 * `falseAlarms.naive`, the highest share over five kinds of equal systems in which a t interval read after each of 20 to 400 examples excludes 0 at least once;
 * `falseAlarms.ours`, the same of the race, read after each of 1 to 400; `callsSaved`, the share of the fixed-n design's examples that the race does not use
 * at twice the minimum effect, n planned for that minimum at a power of .8; `missed.ours` and `missed.fixed` at that effect,
 * within the same n; `callsSaved.againstKnownEffect` against a fixed n planned for the true effect with the race's own misses.
 * Of paired yes/no scores, read after each of 1 to 400 pairs, with the instrument of `evaluateUntilDecided` and with the bets on bounded values it took before (`…betting`):
 * `binary.falseAlarms`, the highest share of runs that call equal systems better or worse, over shares of discordant pairs of .05, .2, .48 and 1;
 * `binary.falsePasses`, the highest share that passes what is worse by the whole margin of .1; at .60 against .75 right, each answering on its own, `binary.decided` and
 * `binary.pairs`, the share that is shown better and the mean of pairs used, and `binary.callsSaved`, the share of pairs saved against the bets; `binary.margin.…` the same of
 * equal systems (.75 right, answering alike in four of five) against a margin of .1.
 * Standard error of an alarm share of .05 over 4,000 runs: .0034. `--runs N`.
 */
import { parseArgs } from "node:util";
import { type RandomSource, seededRandom } from "@pawl/core";
import { createRace, groupSequential, itemsNeeded, mixtureEValue, type Race, studentT } from "@pawl/stats";
import { printResult } from "./_machine.ts";

const { values: asked } = parseArgs({ options: { runs: { type: "string", default: "4000" } } });
const RUNS = Number(asked.runs);
const MOST = 400;
const ALPHA = 0.05;
const MINIMUM = 0.05;
const clip = (x: number): number => Math.min(1, Math.max(-1, x));
const gauss = (random: RandomSource): number => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());

/** Differences with mean 0: normal ones, votes, ones mostly equal, and rare large gains against many small losses, either way round. */
const EQUAL: { readonly [name: string]: (random: RandomSource) => number } = {
  normal: (random) => clip(0.31 * gauss(random)),
  votes: (random) => (random.next() < 0.5 ? 1 : -1),
  mostlyTies: (random) => (random.next() < 0.85 ? 0 : random.next() < 0.5 ? 2 / 3 : -2 / 3),
  rareGains: (random) => (random.next() < 0.1 ? 0.9 : -0.1),
  rareLosses: (random) => (random.next() < 0.1 ? -0.9 : 0.1),
};

const critical = Array.from({ length: MOST }, (_, i) => (i < 1 ? Number.POSITIVE_INFINITY : studentT(i).quantile(1 - ALPHA / 2)));

/** The first n from `least` on at which the t interval excludes 0; null for none. */
function naiveStop(values: readonly number[], least: number): number | null {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    sum += value;
    squares += value * value;
    const n = i + 1;
    const variance = (squares - (sum * sum) / n) / (n - 1);
    if (n >= least && variance > 0 && Math.abs(sum / n) > (critical[i] ?? 0) * Math.sqrt(variance / n)) return n;
  }
  return null;
}

/** The n at which the race says better or worse, with what it said; null where it does not. Equivalence does not stop it here. */
function raceStop(values: readonly number[], least: number = 1): { readonly n: number; readonly better: boolean } | null {
  const race = createRace({ metric: "m", direction: "higher", minimumUsefulEffect: 0.0005, level: 1 - ALPHA, steps: 400 });
  for (let i = 0; i < values.length; i++) {
    const { kind } = race.add(values[i] ?? 0);
    if (i + 1 >= least && (kind === "better" || kind === "worse")) return { n: i + 1, better: kind === "better" };
  }
  return null;
}

const metrics: { [metric: string]: number } = {};
const rounded = (share: number): number => Number(share.toFixed(4));
const shares = { naive: 0, ours: 0 };
for (const [name, draw] of Object.entries(EQUAL)) {
  const random = seededRandom(`equal ${name}`);
  const alarms = { naive: 0, ours: 0 };
  for (let run = 0; run < RUNS; run++) {
    const values = Array.from({ length: MOST }, () => draw(random));
    if (naiveStop(values, 20) !== null) alarms.naive += 1;
    if (raceStop(values) !== null) alarms.ours += 1;
  }
  for (const method of ["naive", "ours"] as const) {
    metrics[`falseAlarms.${method}.${name}`] = rounded(alarms[method] / RUNS);
    shares[method] = Math.max(shares[method], alarms[method] / RUNS);
  }
  process.stderr.write(`equal, ${name}: naive ${alarms.naive / RUNS}, race ${alarms.ours / RUNS}\n`);
}
metrics["falseAlarms.naive"] = rounded(shares.naive);
metrics["falseAlarms.ours"] = rounded(shares.ours);

// How often the e-value of votes ever reaches 1/α.
{
  const random = seededRandom("e-value");
  let alarms = 0;
  for (let run = 0; run < RUNS; run++) {
    let wins = 0;
    for (let n = 1; n <= MOST; n++) {
      if (random.next() < 0.5) wins += 1;
      if (mixtureEValue({ wins, losses: n - wins }) < 1 / ALPHA) continue;
      alarms += 1;
      break;
    }
  }
  metrics["falseAlarms.eValueOfVotes"] = rounded(alarms / RUNS);
}

const sd = 0.31;
const fixed = itemsNeeded({ effect: MINIMUM, sd }, { level: 1 - ALPHA });
metrics["fixedItems"] = fixed;
const fixedCritical = studentT(fixed - 1).quantile(1 - ALPHA / 2);
for (const times of [0, 1, 2, 4]) {
  const random = seededRandom(`effect ${times}`);
  let [used, missed, missedFixed, wrong] = [0, 0, 0, 0];
  const runs = Math.min(RUNS, 1000);
  for (let run = 0; run < runs; run++) {
    const values = Array.from({ length: fixed }, () => clip(times * MINIMUM + sd * gauss(random)));
    const stop = raceStop(values);
    used += stop?.n ?? fixed;
    if (stop === null || !stop.better) missed += 1;
    if (stop !== null && !stop.better) wrong += 1;
    const mean = values.reduce((sum, x) => sum + x, 0) / fixed;
    const spread = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (fixed - 1));
    if (mean <= (fixedCritical * spread) / Math.sqrt(fixed)) missedFixed += 1;
  }
  const saved = 1 - used / runs / fixed;
  if (times === 2) {
    metrics["callsSaved"] = rounded(saved);
    metrics["missed.ours"] = rounded(missed / runs);
    metrics["missed.fixed"] = rounded(missedFixed / runs);
    // Against a fixed n that knew the effect and misses it as often as the race does.
    const knowing = itemsNeeded({ effect: times * MINIMUM, sd }, { level: 1 - ALPHA, power: 1 - Math.max(1, missed) / runs });
    metrics["callsSaved.againstKnownEffect"] = rounded(1 - used / runs / knowing);
  } else metrics[`callsSaved.at${times}`] = rounded(saved);
  process.stderr.write(
    `effect ${times} × ${MINIMUM}: saved ${saved.toFixed(3)} of ${fixed}, missed ${missed / runs} (fixed n ${missedFixed / runs}), wrong way ${wrong / runs}\n`,
  );
}
// Paired yes/no scores.
{
  type Scale = "binary" | "bounded";
  const vote = (won: number, lost: number, random: RandomSource): number => {
    const u = random.next();
    return u < won ? 1 : u < won + lost ? -1 : 0;
  };
  /** The pair after which `told` is first true of a race; null where it is of none. */
  const stop = (votes: readonly number[], scale: Scale, told: (race: Race) => boolean): number | null => {
    const race = createRace({ metric: "m", direction: "higher", minimumUsefulEffect: 0.0005, level: 1 - ALPHA, steps: 400, scale });
    for (let i = 0; i < votes.length; i++) {
      race.add(votes[i] ?? 0);
      if (told(race)) return i + 1;
    }
    return null;
  };
  const isDecided = (race: Race): boolean => ["better", "worse"].includes(race.verdict().kind);
  const isBetter = (race: Race): boolean => race.verdict().kind === "better";
  const passes = (race: Race): boolean => race.lowerBound() > -0.1 + 1e-9;
  const worst = { falseAlarms: { binary: 0, bounded: 0 }, falsePasses: { binary: 0, bounded: 0 } };
  for (const [claim, told, cases] of [
    [
      "falseAlarms",
      isDecided,
      [
        [0.025, 0.025],
        [0.1, 0.1],
        [0.24, 0.24],
        [0.5, 0.5],
      ],
    ],
    [
      "falsePasses",
      passes,
      [
        [0, 0.1],
        [0.1, 0.2],
        [0.19, 0.29],
      ],
    ],
  ] as const) {
    for (const [won, lost] of cases) {
      const random = seededRandom(`votes ${won} ${lost}`);
      const wrong = { binary: 0, bounded: 0 };
      for (let run = 0; run < RUNS; run++) {
        const votes = Array.from({ length: MOST }, () => vote(won, lost, random));
        for (const scale of ["binary", "bounded"] as const) if (stop(votes, scale, told) !== null) wrong[scale] += 1;
      }
      for (const scale of ["binary", "bounded"] as const) worst[claim][scale] = Math.max(worst[claim][scale], wrong[scale] / RUNS);
      process.stderr.write(`votes ${won} won, ${lost} lost, ${claim}: mixture ${wrong.binary / RUNS}, betting ${wrong.bounded / RUNS}\n`);
    }
    metrics[`binary.${claim}`] = rounded(worst[claim].binary);
    metrics[`binary.${claim}.betting`] = rounded(worst[claim].bounded);
  }
  for (const [name, won, lost, told] of [
    ["binary", 0.3, 0.15, isBetter],
    ["binary.margin", 0.0375, 0.0375, passes],
  ] as const) {
    const random = seededRandom(`power ${name}`);
    const used = { binary: 0, bounded: 0 };
    const decided = { binary: 0, bounded: 0 };
    const runs = Math.min(RUNS, 1000);
    for (let run = 0; run < runs; run++) {
      const votes = Array.from({ length: MOST }, () => vote(won, lost, random));
      for (const scale of ["binary", "bounded"] as const) {
        const at = stop(votes, scale, told);
        used[scale] += at ?? MOST;
        if (at !== null) decided[scale] += 1;
      }
    }
    metrics[`${name}.decided`] = rounded(decided.binary / runs);
    metrics[`${name}.decided.betting`] = rounded(decided.bounded / runs);
    metrics[`${name}.pairs`] = rounded(used.binary / runs);
    metrics[`${name}.pairs.betting`] = rounded(used.bounded / runs);
    metrics[`${name}.callsSaved`] = rounded(1 - used.binary / used.bounded);
  }
}
// A design with five O'Brien–Fleming looks, by its own figures: what it uses of a single look's n at the effect planned for.
metrics["obrienFleming.expected"] = rounded(groupSequential({ looks: 5 }).expected.planned);
printResult("sequential", metrics);
