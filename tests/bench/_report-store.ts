/** Fills a store with runs of synthetic traces for `pnpm bench report` and for the test of memory. Arguments: path, cases, characters of each text. */
import { hashOf, idSource, type RunRecord, type StoredScore, seededRandom, type Trace } from "@pawl/core";
import { sampleTrace } from "@pawl/core/testing";
import { label } from "@pawl/eval";
import { sqliteStore } from "@pawl/store";

const BATCH = 500;
const LABELS = ["refund", "track", "cancel", "complain", "praise", "other"];

/** Two runs of one split; the second is right somewhat more often. */
export const RUNS = [
  { id: "run-a", right: 0.7 },
  { id: "run-b", right: 0.73 },
] as const;

export function runRecord(id: string): RunRecord {
  return {
    format: "pawl.run-record/1",
    id,
    planHash: hashOf(id),
    task: { name: "triage", hash: hashOf("triage") },
    variantId: hashOf(`variant ${id}`),
    split: "dev",
    splitHash: hashOf("dev"),
    startedAt: 1_790_000_000_000,
    finishedAt: 1_790_000_100_000,
  };
}

/** Writes both runs; `characters` is about how long a trace is, input and prompt together. */
export async function fillStore(path: string, cases: number, characters: number): Promise<void> {
  await using store = sqliteStore({ path });
  const scorerHash = label().hash;
  const id = idSource();
  for (const run of RUNS) {
    const random = seededRandom(run.id);
    await store.runs.start(runRecord(run.id));
    for (let from = 0; from < cases; from += BATCH) {
      const traces: Trace[] = [];
      const scores: StoredScore[] = [];
      for (let i = from; i < Math.min(cases, from + BATCH); i++) {
        const expected = LABELS[i % LABELS.length] ?? "";
        const given = random.next() < run.right ? expected : (LABELS[(i + 1) % LABELS.length] ?? "");
        const message = `${i} ${random.next()} ${"where is my parcel, it is late again ".repeat(Math.ceil(characters / 74))}`;
        const away = random.next() < 0.01;
        const trace = sampleTrace({
          id: id(),
          origin: { runId: run.id, example: { id: `e${i}`, repeat: 0, cluster: `c${Math.floor(i / 3)}` } },
          input: { message },
          outcome: away ? { kind: "timeout", afterMs: 30_000 } : { kind: "ok", output: given },
          startedAt: 1_790_000_000_000 + i,
          totalMs: 200 + 800 * random.next() ** 3,
        });
        const steps = trace.steps.map((step) =>
          step.kind === "model"
            ? { ...step, messages: step.messages.map((m) => (m.role === "user" ? { ...m, content: message } : m)) }
            : step,
        );
        traces.push({ ...trace, steps });
        const result = away
          ? ({ kind: "unscored", reason: "timeout" } as const)
          : ({ kind: "score", value: given === expected ? 1 : 0, detail: { given, expected } } as const);
        scores.push({ traceId: trace.id, scorer: "label", scorerHash, at: 1_790_000_000_000, result });
      }
      await store.traces.put(traces);
      await store.scores.put(scores);
    }
    await store.runs.finish(run.id, 1_790_000_100_000);
  }
}

const [path, cases, characters] = process.argv.slice(2);
if (process.argv[1] === import.meta.filename && path !== undefined) await fillStore(path, Number(cases), Number(characters));
