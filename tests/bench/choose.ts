/**
 * `pnpm bench choose`: one label of twelve (BANKING77 intents; PAWL_DATA says where) by smollm2-135m-instruct, the file as downloaded: `choose` with
 * `best` and with `all`, beside a LlamaChatSession of node-llama-cpp with its own grammar of the labels. Each message goes to the three in turn, one
 * round that does not count before; `speedup` and `speedupAll` are medians of the ratios of a message's times, `agreement` is how often `best` is `all`'s first. Arguments: messages, threads (fewer than cores on a machine that does other work).
 */
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Message } from "@pawl/core";
import { localModel, locateModel } from "@pawl/local";
import { getLlama, LlamaChatSession, LlamaLogLevel } from "node-llama-cpp";
import { printResult } from "./_machine.ts";

const data = process.env["PAWL_DATA"];
if (data === undefined) {
  process.stderr.write("PAWL_DATA is not set. It names the folder that holds banking77/.\n");
  process.exit(64);
}
const NAME = "smollm2-135m-instruct";
const LABELS = [
  "card_arrival",
  "card_linking",
  "exchange_rate",
  "lost_or_stolen_card",
  "top_up_failed",
  "pin_blocked",
  "age_limit",
  "edit_personal_details",
  "Refund_not_showing_up",
  "cash_withdrawal_charge",
  "country_support",
  "transfer_timing",
];
const MESSAGES = Number(process.argv[2] ?? 24);
const THREADS = Number(process.argv[3] ?? Math.max(1, availableParallelism() - 1));
const { path } = locateModel(NAME);
if (path === null) {
  process.stderr.write(`The model ${NAME} is not here. Pull it: pawl models pull ${NAME}\n`);
  process.exit(69);
}

const rows = readFileSync(join(data, "banking77", "test.csv"), "utf8")
  .split("\n")
  .flatMap((line) => {
    const found = /^(.*),(\w+)\r?$/.exec(line);
    return found !== null && LABELS.includes(found[2] ?? "")
      ? [{ text: (found[1] ?? "").replace(/^"|"$/g, ""), label: found[2] ?? "" }]
      : [];
  });
const step = Math.floor(rows.length / (MESSAGES + 1));
const cases = Array.from({ length: MESSAGES + 1 }, (_, index) => rows[index * step]).filter((row) => row !== undefined);
const system = `Sort the customer's message to a bank. Answer with one of these labels and nothing else: ${LABELS.join(", ")}.`;

await using model = localModel(NAME, { optimised: false, contextTokens: 1024, threads: THREADS });
await model.load();
const llama = await getLlama({ gpu: false, build: "never", skipDownload: true, logLevel: LlamaLogLevel.error });
const bare = await llama.loadModel({ modelPath: path });
const context = await bare.createContext({ contextSize: 1024, threads: THREADS });
const session = new LlamaChatSession({ contextSequence: context.getSequence(), systemPrompt: system });
const grammar = await llama.createGrammarForJsonSchema({ enum: LABELS });

const ratios: { best: number; all: number }[] = [];
const times = { best: [] as number[], all: [] as number[], session: [] as number[] };
const right = { best: 0, all: 0, session: 0 };
let agreed = 0;
for (const [round, row] of cases.entries()) {
  const messages: readonly Message[] = [
    { role: "system", content: system },
    { role: "user", content: row.text },
  ];
  const at = [performance.now()];
  const best = await model.choose({ messages, candidates: LABELS, mode: "best" });
  at.push(performance.now());
  const all = await model.choose({ messages, candidates: LABELS, mode: "all" });
  at.push(performance.now());
  session.resetChatHistory();
  const answer = await session.prompt(row.text, { grammar });
  at.push(performance.now());
  if (round === 0) continue;
  const [start = 0, afterBest = 0, afterAll = 0, end = 0] = at;
  const [bestMs, allMs, sessionMs] = [afterBest - start, afterAll - afterBest, end - afterAll];
  times.best.push(bestMs);
  times.all.push(allMs);
  times.session.push(sessionMs);
  ratios.push({ best: sessionMs / bestMs, all: sessionMs / allMs });
  if (best.index === all.index) agreed++;
  if (LABELS[best.index] === row.label) right.best++;
  if (LABELS[all.index] === row.label) right.all++;
  if (grammar.parse(answer) === row.label) right.session++;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
const count = times.best.length;
printResult("choose", {
  speedup: median(ratios.map(({ best }) => best)),
  speedupAll: median(ratios.map(({ all }) => all)),
  agreement: agreed / count,
  msPerCase: median(times.best),
  "msPerCase.all": median(times.all),
  "msPerCase.session": median(times.session),
  "accuracy.best": right.best / count,
  "accuracy.all": right.all / count,
  "accuracy.session": right.session / count,
  messages: count,
  threads: THREADS,
});
session.dispose();
await context.dispose();
await bare.dispose();
process.exit(0);
