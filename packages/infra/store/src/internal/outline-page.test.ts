import { join } from "node:path";
import { type CaseOutline, memoryStore, pagesOf, type Store, type StoredScore, seededRandom, shuffled, type Trace } from "@pawl/core";
import { sampleTrace } from "@pawl/core/testing";
import { expect, it } from "vitest";
import { sqliteStore } from "../sqlite-store.ts";
import { temporaryFolder } from "./temporary-folder.fixture.ts";

const random = seededRandom("outlines");
const some = (share: number): boolean => random.next() < share;

function randomTraces(): readonly Trace[] {
  return Array.from({ length: 60 }, (_, i) => {
    const example = { id: `e${Math.floor(i / 2)}`, repeat: i % 2, ...(some(0.5) ? { cluster: `c${i % 5}` } : {}) };
    return sampleTrace({
      id: `t${i}`,
      origin: { runId: some(0.8) ? "r1" : "r2", ...(some(0.9) ? { example } : {}) },
      outcome: some(0.8) ? { kind: "ok", output: i } : { kind: "timeout", afterMs: 9 },
      startedAt: i,
      totalMs: random.next() * 100,
    });
  });
}

/** Several scorers and versions of each, in any order, some of no trace. */
function randomScores(): readonly StoredScore[] {
  const all = Array.from({ length: 62 }, (_, i) =>
    ["label", "tone"].flatMap((scorer) =>
      ["h1", "h2"].flatMap((scorerHash): StoredScore[] => {
        if (some(0.3)) return [];
        const detail = { given: some(0.5) ? "a" : "b", expected: "a" };
        const result = some(0.2)
          ? ({ kind: "unscored", reason: "away" } as const)
          : ({ kind: "score", value: Math.round(random.next() * 4) / 3, ...(some(0.5) ? { detail } : {}) } as const);
        return [{ traceId: `t${i}`, scorer, scorerHash, at: i, result }];
      }),
    ),
  ).flat();
  return some(0.5) ? all : shuffled(all, random);
}

async function outlined(store: Store, order: "oldest" | "newest"): Promise<readonly CaseOutline[]> {
  const found: CaseOutline[] = [];
  for await (const { items } of pagesOf((cursor) => store.runs.outline("r1", { cursor, limit: 7, order }))) found.push(...items);
  return found;
}

it("outlines random runs as a store in memory does, page by page and either way", async () => {
  for (let run = 0; run < 10; run++) {
    using folder = temporaryFolder();
    await using store = sqliteStore({ path: join(folder.path, "store.db") });
    const memory = memoryStore();
    const [traces, scores] = [randomTraces(), randomScores()];
    for (const each of [store, memory]) {
      await each.traces.put(traces);
      await each.scores.put(scores);
    }
    for (const order of ["oldest", "newest"] as const) expect(await outlined(store, order)).toEqual(await outlined(memory, order));
    expect((await store.scores.list({ runId: "r1" })).items).toEqual((await memory.scores.list({ runId: "r1" })).items);
  }
});
