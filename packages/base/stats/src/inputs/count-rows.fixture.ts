import { expect } from "vitest";
import * as stats from "../index.ts";
import { bits, first, fives, type Row, shares } from "./row.fixture.ts";

const at = (values: readonly number[], place: number): number => values[place] ?? first(values);
const read = (d: stats.Distribution): readonly number[] => [d.pdf(1), d.cdf(1), d.survival(1), d.quantile(0.5)];
const near = (...values: readonly number[]): readonly unknown[] => values.map((x) => expect.closeTo(x, 6));
const whole = /whole number/;
const sequence = ({ n, mean, interval, lowerBound, upperBound }: stats.BettingSequence): object => ({
  n: n(),
  mean: mean(),
  interval: interval(),
  bounds: [lowerBound(), upperBound()],
});
/** A row of a function of one count. */
const counted = (name: Row["name"], call: (count: number) => unknown, row: Pick<Row, "empty" | "single">): Row => ({
  name,
  call: (v) => call(first(v)),
  constant: row.single,
  huge: whole,
  rising: whole,
  ...row,
});
/** A row of a function of one number. */
const numbered = (
  name: Row["name"],
  call: (x: number) => unknown,
  row: Pick<Row, "empty" | "single" | "huge" | "rising" | "infinite">,
): Row => ({
  name,
  call: (v) => call(first(v)),
  constant: row.single,
  ...row,
});

/** Functions of counts, of a few numbers, and what is fed one value after the other. */
export const COUNT_ROWS: readonly Row[] = [
  counted("allPassedBound", (n) => stats.allPassedBound(n), { single: Math.sqrt(1 - 0.95) }),
  counted("exactCoverage", (n) => stats.exactCoverage((k) => [k / n, 1], { n, p: 0.5 }), { single: expect.closeTo(0.75, 12) }),
  counted("proportionEstimate", (n) => stats.proportionEstimate({ successes: n, n }), { single: { value: 1 } }),
  counted("shareAtAnyLook", (n) => stats.shareAtAnyLook({ successes: n, n }), { single: { value: 1 } }),
  counted("passAtK", (n) => stats.passAtK({ n, passed: n, k: 1 }), { empty: undefined, single: 1 }),
  counted("passHatK", (n) => stats.passHatK({ n, passed: n, k: 1 }), { empty: undefined, single: 1 }),
  counted("labelSplit", (n) => stats.labelSplit(n, { judgedShare: 0.5, sensitivity: 0.8, specificity: 0.8 }), {
    single: { positive: 1, negative: 1 },
  }),
  counted(
    "roganGladen",
    (n) => stats.roganGladen({ judged: { successes: n, n }, sensitivity: { successes: n, n }, specificity: { successes: n, n } }),
    { single: { value: 1 } },
  ),
  counted("clusterByEntailment", (n) => stats.clusterByEntailment(n, () => true), { empty: [], single: [0, 0] }),
  counted("effectiveJudges", (n) => stats.effectiveJudges(n, 0.5), { single: 4 / 3 }),
  counted("discordantOdds", (wins) => stats.discordantOdds({ wins, losses: 1 }), { empty: { value: 0, n: 1 }, single: { value: 2 } }),
  counted("mcnemar", (wins) => stats.mcnemar({ wins, losses: 0 }), { empty: { pValue: 1 }, single: { pValue: expect.closeTo(0.5, 12) } }),
  counted("tangoInterval", (n) => stats.tangoInterval({ wins: n, losses: 0, n }), { single: { value: 1 } }),
  counted("twoProportionEstimate", (n) => stats.twoProportionEstimate({ a: { successes: n, n }, b: { successes: 0, n } }), {
    single: { value: 1 },
  }),
  counted("mcnemarDetectable", (n) => stats.mcnemarDetectable({ n, discordant: 0.2 }), { empty: Infinity, single: Infinity }),
  counted("signTestPower", (discordant) => stats.signTestPower({ discordant, winShare: 0.6 }), { empty: 0, single: 0 }),
  counted("groupSequential", (looks) => stats.groupSequential({ looks }), { single: { looks: [{ share: 0.5 }, { share: 1 }] } }),
  counted("mixtureEValue", (wins) => stats.mixtureEValue({ wins, losses: 0 }), {
    empty: expect.closeTo(1, 12),
    single: expect.closeTo(1.5, 12),
  }),
  counted("asymptoticHalfWidth", (n) => stats.asymptoticHalfWidth(n, { variance: 1 }), { single: expect.closeTo(4.538034, 5) }),
  numbered("asymptoticHalfWidth, by variance", (variance) => stats.asymptoticHalfWidth(100, { variance }), {
    empty: expect.closeTo(0.0826, 4),
    single: expect.closeTo(0.43405, 5),
    huge: expect.any(Number),
  }),
  counted("binomial", (n) => read(stats.binomial(n, 0.5)), { empty: [0, 1, 0, 0], single: near(0.5, 0.75, 0.25, 1) }),
  numbered("beta", (a) => read(stats.beta(a, a)), { single: near(0, 1, 0, 0.5), huge: /at most/, rising: /at most/ }),
  numbered("chiSquared", (df) => read(stats.chiSquared(df)), {
    single: near(0.303265, 0.393469, 0.606531, 1.386294),
    huge: /at most/,
    rising: /at most/,
  }),
  numbered("fisherF", (df) => read(stats.fisherF(df, df)), { single: near(0.25, 0.5, 0.5, 1), huge: /at most/, rising: /at most/ }),
  numbered("studentT", (df) => read(stats.studentT(df)), {
    single: near(0.19245, 0.788675, 0.211325, 0),
    huge: near(0.241971, 0.841345, 0.158655, 0),
  }),
  numbered("normal", (sd) => read(stats.normal(0, sd)), { single: near(0.176033, 0.691462, 0.308538, 0), huge: near(0, 0.5, 0.5, 0) }),
  numbered("leastDiscordant", (x) => stats.leastDiscordant(x / 4), { single: 2, huge: /between 0 and 1/, rising: /between 0 and 1/ }),
  numbered("eloGap", (strength) => stats.eloGap(strength, 1), { single: 400 * Math.log10(2) }),
  numbered("pairedTItems", (dz) => stats.pairedTItems(dz), { single: expect.closeTo(4.2207, 4), huge: 2 }),
  numbered("itemsNeeded", (effect) => stats.itemsNeeded({ effect, sd: effect }), { single: 10, huge: 10 }),
  numbered("smallestDetectable", (sd) => stats.smallestDetectable({ n: 10, sd }), { empty: 0, single: expect.closeTo(1.992, 4) }),
  numbered("repeatedItems", (x) => stats.repeatedItems({ between: x, effect: x }), {
    single: expect.closeTo(3.92444, 5),
    huge: expect.any(Number),
  }),
  numbered("repeatedDetectable", (between) => stats.repeatedDetectable({ n: 10, between }), {
    empty: 0,
    single: expect.closeTo(1.2529, 4),
  }),
  numbered("nonInferiorityItems", (x) => stats.nonInferiorityItems({ sd: x, margin: x }), {
    single: expect.closeTo(7.84888, 5),
    huge: expect.closeTo(7.84888, 5),
  }),
  numbered("equivalenceItems", (x) => stats.equivalenceItems({ sd: x, margin: x }), {
    single: expect.closeTo(10.50742, 5),
    huge: expect.closeTo(10.50742, 5),
  }),
  {
    name: "mcnemarItems",
    call: (v) => stats.mcnemarItems({ wins: first(shares(v)), losses: 0.1 }),
    empty: expect.closeTo(76.08748, 5),
    single: expect.closeTo(60.05745, 5),
    constant: expect.closeTo(60.05745, 5),
  },
  {
    name: "twoProportionItems",
    call: (v) => stats.twoProportionItems({ a: first(shares(v)), b: 0.1 }),
    empty: expect.closeTo(37.90862, 5),
    single: expect.closeTo(45.4865, 4),
    constant: expect.closeTo(45.4865, 4),
  },
  {
    name: "designEffect",
    many: 200_000,
    call: (v) => stats.designEffect(bits(v), fives(v)),
    empty: 1,
    single: 1,
    constant: 2.4,
  },
  {
    name: "decide",
    notFinite: "takes",
    call: (v) => stats.decide({ lower: first(v), upper: Math.abs(first(v)) || 0, minimumUsefulEffect: 1 }),
    empty: { kind: "equivalent" },
    single: { kind: "better", useful: true },
    constant: { kind: "better" },
    huge: { kind: "better" },
  },
  {
    name: "pairById",
    notFinite: "takes",
    call: (v) => stats.pairById({ champion: v.map((score, i) => ({ id: `${i}`, score })), candidate: [{ id: "0", score: at(v, 0) }] }),
    empty: { pairs: [], unmatched: { champion: [], candidate: ["0"] } },
    single: { pairs: [{ id: "0", champion: 2, candidate: 2 }] },
    constant: { unmatched: { candidate: [] } },
  },
  {
    name: "bettingSequence",
    call: (v) => {
      const bets = stats.bettingSequence({ range: [-8e307, 8e307] });
      v.forEach(bets.add);
      return sequence(bets);
    },
    empty: { n: 0, mean: null, interval: [-8e307, 8e307] },
    single: { n: 1, mean: 2 },
    constant: { n: 12, mean: 2 },
  },
  {
    name: "discordantSequence",
    call: (v) => {
      const bets = stats.discordantSequence();
      for (const x of v) bets.add(Number.isFinite(x) ? Math.sign(x) : x);
      return sequence(bets);
    },
    empty: { n: 0, mean: null, interval: [-1, 1] },
    single: { n: 1, mean: 1 },
    constant: { n: 12, mean: 1 },
  },
  {
    name: "createElimination",
    call: (v) => {
      const widest = Math.max(9, ...v.filter(Number.isFinite).map(Math.abs));
      const arms = stats.createElimination({ arms: [{ name: "a" }, { name: "b" }], range: [-widest, widest] });
      for (const a of v) arms.add({ a, b: 0 });
      return { arms: arms.arms(), saved: arms.saved() };
    },
    empty: { arms: [{ n: 0, mean: null }, {}], saved: 0 },
    single: { arms: [{ n: 1, mean: 2 }, {}] },
    constant: { arms: [{ n: 12, mean: 2 }, {}] },
    huge: /differences are finite/,
    rising: { arms: [{ n: 40 }, {}] },
  },
  {
    name: "createRace",
    call: (v) => {
      const race = stats.createRace({ metric: "m", direction: "higher", minimumUsefulEffect: 1, range: [-8e307, 8e307] });
      v.forEach(race.add);
      return { ...race.verdict(), bounds: [race.lowerBound(), race.upperBound()] };
    },
    empty: { kind: "inconclusive", n: 0 },
    single: { kind: "inconclusive", effect: 2 },
    constant: { kind: "inconclusive", effect: 2 },
    huge: { kind: "inconclusive" },
    rising: { kind: "better" },
  },
];
