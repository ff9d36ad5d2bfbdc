/**
 * `stats`: `bootstrapMs`, the median of seven times 10,000 resamples of a mean over 1,000 items with the BCa interval, and `comparisonMs`, the median of seven comparisons
 * of two lists of 100,000 scores, pairing by id included, on one core. Beside them the absolute error of quantiles and tests against references.
 * `--peers` installs jstat and simple-statistics by npm into a temporary folder and measures what they compute of the same in the same run; `--keep FOLDER` installs there and finds it again.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { seededRandom } from "@pawl/core";
import { beta, bootstrap, bootstrapMean, maxT, normal, pairById, pairedT, pairedVerdict, studentT } from "@pawl/stats";
import { printResult } from "./_machine.ts";
import { PEER_SCRIPT, PEERS } from "./_stats-peers.ts";

const RUNS = 7;
const CALLS = 20_000;
const RESAMPLES = 10_000;
const INSTALL_MS = 4 * 60_000;

const { values: asked } = parseArgs({ options: { peers: { type: "boolean" }, keep: { type: "string" } } });

// R's depression data, statistics.md 4.1.
const champion = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
const candidate = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
const differences = candidate.map((x, i) => x - (champion[i] ?? 0));

interface Quantity {
  /** SciPy 1.10.1, to its last digits; the normal and t quantiles agree with SciPy 1.17. */
  readonly reference: number;
  readonly ours: () => number;
}

const QUANTITIES: { readonly [name: string]: Quantity } = {
  normalQuantile: { reference: 1.959963984540054, ours: () => normal().quantile(0.975) },
  normalTail: { reference: 7.61985302416047e-24, ours: () => normal().survival(10) },
  tQuantile: { reference: 2.045229642132703, ours: () => studentT(29).quantile(0.975) },
  betaQuantile: { reference: 0.4439045376923585, ours: () => beta(8, 3).quantile(0.025) },
  tStatistic: { reference: 3.0353754156485917, ours: () => pairedT({ champion, candidate }).t },
  tTest: { reference: 0.016176627434908095, ours: () => pairedT({ champion, candidate }).pValue },
};

interface PeerResult {
  readonly value?: number;
  readonly ns?: number;
  readonly ms?: number;
}

function medianMs(run: () => unknown): number {
  run();
  run();
  const times = Array.from({ length: RUNS }, () => {
    const began = performance.now();
    run();
    return performance.now() - began;
  }).sort((a, b) => a - b);
  process.stderr.write(`  ${times.map((ms) => ms.toFixed(0)).join(", ")} ms\n`);
  return Number((times[RUNS >> 1] ?? Number.NaN).toFixed(1));
}

function nsOf(call: () => number): number {
  let sum = 0;
  for (let i = 0; i < CALLS / 4; i++) sum += call();
  const began = performance.now();
  for (let i = 0; i < CALLS; i++) sum += call();
  return sum === Number.POSITIVE_INFINITY ? 0 : ((performance.now() - began) * 1e6) / CALLS;
}

function peerResults(items: readonly number[]): { readonly [peer: string]: { readonly [quantity: string]: PeerResult } } {
  const folder = asked.keep ?? mkdtempSync(join(tmpdir(), "pawl-stats-peers-"));
  mkdirSync(folder, { recursive: true });
  try {
    if (!existsSync(join(folder, "node_modules", "jstat"))) {
      writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "bench", version: "0.0.0", private: true, type: "module" }));
      const npm = spawnSync("npm", ["install", "--no-audit", "--no-fund", ...PEERS], {
        cwd: folder,
        encoding: "utf8",
        timeout: INSTALL_MS,
      });
      if (npm.status !== 0) throw new Error(`npm install ended with ${npm.status ?? npm.signal}: ${npm.stderr.trim().slice(-600)}`);
    }
    writeFileSync(join(folder, "peers.mjs"), PEER_SCRIPT);
    const input = JSON.stringify({ differences, items, resamples: RESAMPLES, calls: CALLS });
    const run = spawnSync(process.execPath, ["peers.mjs", input], { cwd: folder, encoding: "utf8" });
    if (run.status !== 0) throw new Error(`The peers ended with ${run.status ?? run.signal}: ${run.stderr.trim().slice(-600)}`);
    return JSON.parse(run.stdout);
  } finally {
    if (asked.keep === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

const random = seededRandom("bench stats");
const items = Array.from({ length: 1_000 }, () => random.next() ** 2);
const scores = (shift: number) =>
  Array.from({ length: 100_000 }, (_, i) => ({ id: `item-${i}`, score: Math.min(1, random.next() + shift) }));
const [before, after] = [scores(0), scores(0.01).reverse()];

process.stderr.write("bootstrap of a mean, BCa:\n");
const bootstrapMs = medianMs(() => bootstrapMean(items, { resamples: RESAMPLES }));
process.stderr.write("bootstrap of any statistic (a mean as a function), BCa:\n");
const anyMs = medianMs(() =>
  bootstrap(
    (positions) => {
      let sum = 0;
      for (let i = 0; i < positions.length; i++) sum += items[positions[i] ?? 0] ?? 0;
      return sum / positions.length;
    },
    { n: items.length, resamples: RESAMPLES },
  ),
);
process.stderr.write("comparison of 100,000 items:\n");
const comparisonMs = medianMs(() => {
  const { pairs } = pairById({ champion: before, candidate: after });
  return pairedVerdict({ pairs, metric: "score", scale: "share", direction: "higher", minimumUsefulEffect: 0.005 });
});
process.stderr.write("the same in clusters of four:\n");
const clusteredMs = medianMs(() => {
  const { pairs } = pairById({ champion: before.map((item, i) => ({ ...item, cluster: `c${i >> 2}` })), candidate: after });
  return pairedVerdict({ pairs, metric: "score", scale: "share", direction: "higher", minimumUsefulEffect: 0.005 });
});
process.stderr.write("max-T of ten candidates over 1,000 items:\n");
const maxTMs = medianMs(() => maxT(Array.from({ length: 10 }, (_, j) => items.map((x, i) => x - (items[(i + j + 1) % 1_000] ?? 0)))));

const metrics: { [metric: string]: number | null } = {
  bootstrapMs,
  "bootstrapMs.anyStatistic": anyMs,
  comparisonMs,
  "comparisonMs.clustered": clusteredMs,
  maxTMs,
};
const ns: { [name: string]: number } = {};
for (const [name, { ours, reference }] of Object.entries(QUANTITIES)) {
  ns[name] = nsOf(ours);
  metrics[`${name}.ns`] = Math.round(ns[name] ?? 0);
  metrics[`${name}.error`] = Math.abs(ours() - reference);
}
if (asked.peers) {
  for (const [peer, results] of Object.entries(peerResults(items))) {
    for (const [name, { value, ns: theirs, ms }] of Object.entries(results)) {
      if (ms !== undefined) {
        metrics[`peers.${peer}.bootstrapMs`] = Number(ms.toFixed(1));
        metrics[`peers.${peer}.bootstrap.timeRatio`] = Number((ms / bootstrapMs).toFixed(2));
      }
      if (value === undefined || theirs === undefined) continue;
      metrics[`peers.${peer}.${name}.error`] = Math.abs(value - (QUANTITIES[name]?.reference ?? Number.NaN));
      // Above 1 the peer is slower.
      metrics[`peers.${peer}.${name}.timeRatio`] = Number((theirs / (ns[name] ?? Number.NaN)).toFixed(2));
    }
  }
}
printResult("stats", metrics);
