/**
 * `pnpm bench generate`: smollm2-135m-instruct in process, ours beside bare node-llama-cpp with its defaults, round by round, one that does not count
 * before; a new prompt of some 260 tokens each time, 48 tokens out, greedy. `ratio`: median of ours over bare in tokens a second, first token to last;
 * `ttftRatio`: bare over ours in time to the first token (above 1 is faster). `optimisedPrefillRatio`: prompt tokens a second of the re-encoded
 * file (Q8_0) over the original, both ours. These with flash attention, which is bare's default; ours without it, our default, apart. `rssBytes`: of this process with our model alone, context 4096, after an answer. Arguments: rounds, threads (fewer than cores on a machine that does other work).
 */
import { availableParallelism } from "node:os";
import { localModel, locateModel, optimiseModel } from "@pawl/local";
import { getLlama, LlamaLogLevel, type Token } from "node-llama-cpp";
import { printResult } from "./_machine.ts";

const NAME = "smollm2-135m-instruct";
const ROUNDS = Number(process.argv[2] ?? 12);
const THREADS = Number(process.argv[3] ?? Math.max(1, availableParallelism() - 1));
const OUT = 48;
const { path } = locateModel(NAME);
if (path === null) {
  process.stderr.write(`The model ${NAME} is not here. Pull it: pawl models pull ${NAME}\n`);
  process.exit(69);
}
const made = await optimiseModel(NAME);

const filler =
  "The parcel was sent on Monday and the customer asks where it is now, because nobody has rung the bell and the page says delivered. ";
const prompt = (round: number): string => `${round * 7919} ${filler.repeat(8)}Tell the story of parcel ${round}.`;
const ask = (model: ReturnType<typeof localModel>, round: number) =>
  model.generate({ messages: [{ role: "user", content: prompt(round) }], sampling: { temperature: 0, maxTokens: OUT } });

const beganAt = performance.now();
const ours = localModel(NAME, { optimised: false, threads: THREADS, flashAttention: true });
await ours.load();
const loadMs = performance.now() - beganAt;
await ask(ours, 1000);
const rssBytes = process.memoryUsage.rss();

const exact = localModel(NAME, { optimised: false, threads: THREADS });
const optimised = localModel(NAME, { optimised: true, threads: THREADS, flashAttention: true });
await exact.load();
await optimised.load();
const llama = await getLlama({ gpu: false, build: "never", skipDownload: true, logLevel: LlamaLogLevel.error });
const bareModel = await llama.loadModel({ modelPath: path });
const context = await bareModel.createContext({ contextSize: 4096, threads: THREADS });
const sequence = context.getSequence();

async function bare(round: number): Promise<{ readonly firstMs: number; readonly perSecond: number }> {
  const startedAt = performance.now();
  const tokens = bareModel.tokenize(`<|im_start|>user\n${prompt(round)}<|im_end|>\n<|im_start|>assistant\n`, true);
  await sequence.clearHistory();
  const out: Token[] = [];
  let firstAt = 0;
  for await (const token of sequence.evaluate(tokens, { temperature: 0 })) {
    if (out.push(token) === 1) firstAt = performance.now();
    if (out.length === OUT) break;
  }
  return { firstMs: firstAt - startedAt, perSecond: (out.length - 1) / ((performance.now() - firstAt) / 1000) };
}

const ratios: number[] = [];
const exactRatios: number[] = [];
const exactFirsts: number[] = [];
const firsts: number[] = [];
const prefills: number[] = [];
const rates = {
  ours: [] as number[],
  bare: [] as number[],
  prefill: [] as number[],
  optimisedPrefill: [] as number[],
  optimisedDecode: [] as number[],
};
for (let round = 0; round <= ROUNDS; round++) {
  const mine = await ask(ours, round);
  const theirs = await bare(round);
  const fast = await ask(optimised, round);
  const precise = await ask(exact, round);
  if (round === 0) continue;
  const perSecond = 1000 / (mine.timings.timePerOutputTokenMs ?? Number.NaN);
  const firstMs = mine.timings.timeToFirstTokenMs ?? Number.NaN;
  const tokens = (mine.usage?.inputTokens ?? 0) - (mine.usage?.cachedInputTokens ?? 0);
  const fastFirstMs = fast.timings.timeToFirstTokenMs ?? Number.NaN;
  ratios.push(perSecond / theirs.perSecond);
  firsts.push(theirs.firstMs / firstMs);
  exactRatios.push(1000 / (precise.timings.timePerOutputTokenMs ?? Number.NaN) / theirs.perSecond);
  exactFirsts.push(theirs.firstMs / (precise.timings.timeToFirstTokenMs ?? Number.NaN));
  prefills.push(firstMs / fastFirstMs);
  rates.ours.push(perSecond);
  rates.bare.push(theirs.perSecond);
  rates.prefill.push((tokens / firstMs) * 1000);
  rates.optimisedPrefill.push((tokens / fastFirstMs) * 1000);
  rates.optimisedDecode.push(1000 / (fast.timings.timePerOutputTokenMs ?? Number.NaN));
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
printResult("generate", {
  ratio: median(ratios),
  ttftRatio: median(firsts),
  optimisedPrefillRatio: median(prefills),
  "ratio.withoutFlashAttention": median(exactRatios),
  "ttftRatio.withoutFlashAttention": median(exactFirsts),
  tokensPerSecond: median(rates.ours),
  "tokensPerSecond.bare": median(rates.bare),
  "tokensPerSecond.optimised": median(rates.optimisedDecode),
  prefillTokensPerSecond: median(rates.prefill),
  "prefillTokensPerSecond.optimised": median(rates.optimisedPrefill),
  loadMs,
  rssBytes,
  probeAgreement: made.probe?.topAgreement ?? null,
  rounds: ROUNDS,
  threads: THREADS,
});
process.exit(0);
