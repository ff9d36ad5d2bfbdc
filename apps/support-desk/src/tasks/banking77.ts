import { join } from "node:path";
import { type Dataset, defineTask, type Example, seededRandom, shuffled } from "@pawl/core";
import { loadDataset } from "@pawl/data";
import * as z from "zod";

/** Twelve of the 77 intents, picked by their names before anything was measured. */
export const BANKING_INTENTS = [
  "activate_my_card",
  "age_limit",
  "apple_pay_or_google_pay",
  "card_arrival",
  "card_swallowed",
  "change_pin",
  "exchange_rate",
  "getting_spare_card",
  "lost_or_stolen_card",
  "request_refund",
  "terminate_account",
  "top_up_limits",
] as const;

/** BANKING77, twelve intents: a customer's question to a bank and what it is about. */
export const banking77 = defineTask({ name: "banking77", input: z.object({ text: z.string() }), output: z.enum(BANKING_INTENTS) });

const PER_INTENT = 50;
const SEED = 20_261_124;

/** Returns the twelve intents from a folder of public data: 50 train rows an intent as the pool, 15 others as dev, all 480 published test rows as the sealed split. */
export async function loadBanking77(folder: string): Promise<Dataset<{ text: string }, (typeof BANKING_INTENTS)[number]>> {
  const ours: readonly string[] = BANKING_INTENTS;
  const rows = async (file: string): Promise<readonly Example[]> => {
    const all = defineTask({ name: "banking77-all", input: banking77.input, output: z.string() });
    const whole = await loadDataset({
      task: all,
      path: join(folder, "banking77", file),
      map: { input: { text: "text" }, expected: "category" },
      split: "train",
    });
    const found: Example[] = [];
    for await (const example of whole.read("train")) if (ours.includes(String(example.expected))) found.push(example);
    return shuffled(found, seededRandom(SEED).fork(file));
  };
  const [train, test] = [await rows("train.csv"), await rows("test.csv")];
  const of = (intent: string, from: number, to: number): readonly Example[] =>
    train.filter(({ expected }) => expected === intent).slice(from, to);
  const pool = ours.flatMap((intent) => of(intent, 0, PER_INTENT).map((row) => ({ ...row, split: "train" })));
  const dev = ours.flatMap((intent) => of(intent, PER_INTENT, PER_INTENT + 15).map((row) => ({ ...row, split: "dev" })));
  return loadDataset({
    task: banking77,
    name: "banking77",
    rows: () => [...pool, ...dev, ...test.map((row) => ({ ...row, split: "test" }))],
  });
}
