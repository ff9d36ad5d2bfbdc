/** 1,000 cases that do nothing, scored and stored: what `eval-overhead` times from process start to exit. */
import { evaluate, exact } from "@pawl/eval";
import { sqliteStore } from "@pawl/store";

const [path = ""] = process.argv.slice(2);
const rows = Array.from({ length: 1_000 }, (_, i) => ({ id: `n${i}`, input: i, expected: i }));
const read = async function* (): AsyncGenerator<(typeof rows)[number]> {
  yield* rows;
};
const split = { hash: "rows-1", size: rows.length };
const dataset = {
  name: "rows",
  task: { name: "echo", hash: "task-1" },
  splits: { train: split, dev: split, test: split },
  read,
  unseal: read,
};
await using store = sqliteStore({ path });
const { items, record } = await evaluate({ dataset, run: async (n: number) => n, scorers: [exact()], store, version: "1" });
const right = items.filter(({ scores }) => scores.exact.kind === "score" && scores.exact.value === 1).length;
const stored = await store.traces.list({ runId: record.id }, { limit: 1_000 });
if (right !== 1_000 || stored.items.length !== 1_000) throw new Error(`${right} right and ${stored.items.length} stored of 1,000.`);
