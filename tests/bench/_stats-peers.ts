/** What jstat and simple-statistics compute of the same things, as the text of a script that runs in the folder where they are installed and prints one JSON object. */
export const PEERS = ["jstat@1.9.6", "simple-statistics@7.12.1"] as const;

/** Beside each value the nanoseconds of one call; `calls` as many as ours are timed by. */
export const PEER_SCRIPT = `
import jstatModule from "jstat";
import * as simple from "simple-statistics";
const { jStat } = jstatModule;
const { differences, items, resamples, calls } = JSON.parse(process.argv[2]);
const timed = (call) => {
  for (let i = 0; i < calls / 4; i++) call();
  const began = performance.now();
  for (let i = 0; i < calls; i++) call();
  return { value: call(), ns: ((performance.now() - began) * 1e6) / calls };
};
const once = (call) => {
  call();
  const times = [0, 0, 0].map(() => { const began = performance.now(); call(); return performance.now() - began; });
  return { ms: times.sort((a, b) => a - b)[1] };
};
const out = {
  jstat: {
    normalQuantile: timed(() => jStat.normal.inv(0.975, 0, 1)),
    normalTail: timed(() => 1 - jStat.normal.cdf(10, 0, 1)),
    tQuantile: timed(() => jStat.studentt.inv(0.975, 29)),
    betaQuantile: timed(() => jStat.beta.inv(0.025, 8, 3)),
    // Its sign is that of value − mean.
    tStatistic: timed(() => -jStat.tscore(0, differences)),
    tTest: timed(() => jStat.ttest(0, differences, 2)),
  },
  "simple-statistics": {
    normalQuantile: timed(() => simple.probit(0.975)),
    normalTail: timed(() => 1 - simple.cumulativeStdNormalProbability(10)),
    tStatistic: timed(() => simple.tTest(differences, 0)),
    bootstrap: once(() => {
      const means = [];
      for (let r = 0; r < resamples; r++) means.push(simple.mean(simple.sampleWithReplacement(items, items.length)));
      return simple.quantile(means, [0.025, 0.975]);
    }),
  },
};
process.stdout.write(JSON.stringify(out));
`;
