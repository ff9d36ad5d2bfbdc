/**
 * One side of `pnpm bench generate`, a process of its own, so that no other model's memory or threads are in its way. Arguments: which side, threads.
 * Says `ready` with the time to load, then answers each round it is sent.
 */
import { localModel, locateModel } from "@pawl/local";
import { getLlama, LlamaLogLevel, type Token } from "node-llama-cpp";

export const NAME = "smollm2-135m-instruct";
export const OUT = 48;

/** Which model, and how it is set: with flash attention, which is bare's default, unless the name says without. */
export type Side = "ours" | "bare" | "optimised" | "ours-without-flash-attention";
export interface Ready {
  readonly loadMs: number;
  readonly rssBytes: number;
}
/** `perSecond` counts from the first token to the last. */
export interface Answer {
  readonly firstMs: number;
  readonly perSecond: number;
  readonly promptTokens: number;
}

const filler =
  "The parcel was sent on Monday and the customer asks where it is now, because nobody has rung the bell and the page says delivered. ";
const prompt = (round: number): string => `${round * 7919} ${filler.repeat(8)}Tell the story of parcel ${round}.`;

async function ourSide(side: Side, threads: number): Promise<(round: number) => Promise<Answer>> {
  const flashAttention = side !== "ours-without-flash-attention";
  const model = localModel(NAME, { optimised: side === "optimised", threads, flashAttention });
  await model.load();
  return async (round) => {
    const { usage, timings } = await model.generate({
      messages: [{ role: "user", content: prompt(round) }],
      sampling: { temperature: 0, maxTokens: OUT },
    });
    return {
      firstMs: timings.timeToFirstTokenMs ?? Number.NaN,
      perSecond: 1000 / (timings.timePerOutputTokenMs ?? Number.NaN),
      promptTokens: (usage?.inputTokens ?? 0) - (usage?.cachedInputTokens ?? 0),
    };
  };
}

async function bareSide(threads: number): Promise<(round: number) => Promise<Answer>> {
  const llama = await getLlama({ gpu: false, build: "never", skipDownload: true, logLevel: LlamaLogLevel.error });
  const model = await llama.loadModel({ modelPath: locateModel(NAME).path ?? "" });
  const context = await model.createContext({ contextSize: 4096, threads });
  const sequence = context.getSequence();
  return async (round) => {
    const startedAt = performance.now();
    const tokens = model.tokenize(`<|im_start|>user\n${prompt(round)}<|im_end|>\n<|im_start|>assistant\n`, true);
    await sequence.clearHistory();
    const out: Token[] = [];
    let firstAt = 0;
    for await (const token of sequence.evaluate(tokens, { temperature: 0 })) {
      if (out.push(token) === 1) firstAt = performance.now();
      if (out.length === OUT) break;
    }
    const perSecond = (out.length - 1) / ((performance.now() - firstAt) / 1000);
    return { firstMs: firstAt - startedAt, perSecond, promptTokens: tokens.length };
  };
}

const isSide = (name: string | undefined): name is Side =>
  name === "ours" || name === "bare" || name === "optimised" || name === "ours-without-flash-attention";
const [side, threads] = [process.argv[2], Number(process.argv[3])];
if (process.send !== undefined && isSide(side)) {
  const beganAt = performance.now();
  const answer = side === "bare" ? await bareSide(threads) : await ourSide(side, threads);
  const loadMs = performance.now() - beganAt;
  await answer(1000);
  process.on("message", async (round) => process.send?.(await answer(Number(round))));
  process.send({ loadMs, rssBytes: process.memoryUsage.rss() } satisfies Ready);
}
