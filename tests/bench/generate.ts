/**
 * `pnpm bench generate`: smollm2-135m-instruct in process, ours beside bare node-llama-cpp with its defaults, round by round in turn, each side in a
 * process of its own, one round that does not count before; a new prompt of some 260 tokens each time, 48 tokens out, greedy. `ratio`: median of
 * ours over bare in tokens a second, first token to last; `ttftRatio`: bare over ours in time to the first token (above 1 is faster).
 * `optimisedPrefillRatio`: prompt tokens a second of the re-encoded file (Q8_0) over the original, both ours. All with flash attention, bare's
 * default; ours without it, our default, apart. `rssBytes`: of our process, context 4096, after an answer. Arguments: rounds, threads (fewer than
 * cores on a machine that does other work).
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { locateModel, optimiseModel } from "@pawl/local";
import { type Answer, NAME, type Ready, type Side } from "./_generate-side.ts";
import { printResult } from "./_machine.ts";

const ROUNDS = Number(process.argv[2] ?? 12);
const THREADS = Number(process.argv[3] ?? Math.max(1, availableParallelism() - 1));
if (locateModel(NAME).path === null) {
  process.stderr.write(`The model ${NAME} is not here. Pull it: pawl models pull ${NAME}\n`);
  process.exit(69);
}
const made = await optimiseModel(NAME);

interface Contender extends Ready {
  readonly side: Side;
  readonly ask: (round: number) => Promise<Answer>;
  readonly answers: Answer[];
  readonly end: () => void;
}

async function contender(side: Side): Promise<Contender> {
  const child = fork(fileURLToPath(new URL("./_generate-side.ts", import.meta.url)), [side, String(THREADS)]);
  const next = async () => (await once(child, "message"))[0];
  const ready: Ready = await next();
  const ask = async (round: number): Promise<Answer> => {
    const answer = next();
    child.send(round);
    return answer;
  };
  return { ...ready, side, ask, answers: [], end: () => child.kill() };
}

const ours = await contender("ours");
const bare = await contender("bare");
const optimised = await contender("optimised");
const exact = await contender("ours-without-flash-attention");
const sides = [ours, bare, optimised, exact];
for (let round = 0; round <= ROUNDS; round++) {
  // Who goes first changes, so that nobody always follows the same neighbour.
  for (const turn of sides.keys()) {
    const side = sides[(turn + round) % sides.length];
    const answer = await side?.ask(round);
    if (round > 0 && answer !== undefined) side?.answers.push(answer);
  }
}
for (const side of sides) side.end();

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
const rate = ({ perSecond }: Answer): number => perSecond;
const first = ({ firstMs }: Answer): number => firstMs;
const prefill = ({ promptTokens, firstMs }: Answer): number => (promptTokens / firstMs) * 1000;
const over = (a: Contender, b: Contender, of: (answer: Answer) => number): number =>
  median(a.answers.map((answer, round) => of(answer) / of(b.answers[round] ?? answer)));
const middle = ({ answers }: Contender, of: (answer: Answer) => number): number => median(answers.map(of));
printResult("generate", {
  ratio: over(ours, bare, rate),
  ttftRatio: over(bare, ours, first),
  optimisedPrefillRatio: over(optimised, ours, prefill),
  "ratio.withoutFlashAttention": over(exact, bare, rate),
  "ttftRatio.withoutFlashAttention": over(bare, exact, first),
  tokensPerSecond: middle(ours, rate),
  "tokensPerSecond.bare": middle(bare, rate),
  "tokensPerSecond.optimised": middle(optimised, rate),
  prefillTokensPerSecond: middle(ours, prefill),
  "prefillTokensPerSecond.bare": middle(bare, prefill),
  "prefillTokensPerSecond.optimised": middle(optimised, prefill),
  loadMs: ours.loadMs,
  rssBytes: ours.rssBytes,
  probeAgreement: made.probe?.topAgreement ?? null,
  rounds: ROUNDS,
  threads: THREADS,
});
