import { memoryStore } from "@pawl/core";
import { sampleTrace } from "@pawl/core/testing";
import { expect, it } from "vitest";
import { groupedFailures } from "./grouped-failures.ts";
import { runInsight } from "./run-insight.ts";
import { runOutline } from "./run-outline.fixture.ts";

const OPTIONS = { examples: new Map(), most: 1000, of: 100, what: "not fully right by label" };

/** A store with the traces of 40 cases: half time out, half are refused. */
async function filled(): Promise<{
  readonly store: ReturnType<typeof memoryStore>;
  readonly cases: Parameters<typeof groupedFailures>[0];
}> {
  const store = memoryStore();
  const traces = Array.from({ length: 40 }, (_, i) =>
    sampleTrace({
      id: `run e${i} 0`,
      origin: { runId: "run", example: { id: `e${i}`, repeat: 0 } },
      outcome: i % 2 === 0 ? { kind: "timeout", afterMs: 5 } : { kind: "refused", reason: "not allowed here" },
    }),
  );
  await store.traces.put(traces);
  // Outlines: the texts are in the store alone.
  const cases = traces.map(({ id, origin, outcome, totalMs }, i) => {
    const trace = { id, origin, outcome: { kind: outcome.kind }, totalMs, steps: [] };
    return { id: `e${i}`, repeat: 0, trace, score: undefined };
  });
  return { store, cases };
}

it("groups failures whose texts are in the store, each share with its interval", async () => {
  const { cases, store } = await filled();
  const { all, clusters, notes } = await groupedFailures(cases, { ...OPTIONS, store });
  expect(all).toBe(40);
  expect(clusters.map(({ count, kind, share }) => [kind, count, share.n])).toEqual([
    ["outcome timeout", 20, 40],
    ["outcome refused", 20, 40],
  ]);
  expect(clusters[0]?.share.interval[0]).toBeLessThan(0.5);
  expect(notes[0]).toBe("40 of 100 examples are not fully right by label.");
});

it("reads no more than it may, draws the same ones each time, and says that they are a sample", async () => {
  const { cases, store } = await filled();
  let read = 0;
  const get = async (id: string) => {
    read++;
    return store.traces.get(id);
  };
  const counting = { traces: { ...store.traces, get } };
  const grouped = await groupedFailures(cases, { ...OPTIONS, store: counting, most: 10 });
  expect(read).toBe(10);
  expect(grouped).toMatchObject({ all: 40, failures: 10 });
  expect(grouped.notes[1]).toMatch(/of 10 of them, drawn at random/);
  expect(await groupedFailures(cases, { ...OPTIONS, store, most: 10 })).toEqual(grouped);
});

it("counts an example once, by the first of its failing repeats", async () => {
  const { cases, store } = await filled();
  const repeated = cases.slice(0, 6).flatMap((each) => [
    { ...each, repeat: 1 },
    { ...each, repeat: 2 },
  ]);
  const { all, failures, repeats } = await groupedFailures(repeated, { ...OPTIONS, store });
  expect([all, failures]).toEqual([6, 6]);
  expect(Object.values(repeats).every((repeat) => repeat === 1)).toBe(true);
});

it("a run without a failure says so, and one whose examples were not read has no slices and says why", async () => {
  await using store = memoryStore();
  const run = runOutline([{ id: "e0", value: 1 }]);
  const { failures, looks, notes, slices } = await runInsight(run, { store, dataset: null, examples: [] });
  expect(failures).toMatchObject({ all: 0, clusters: [], notes: ["0 of 1 examples are not fully right by label."] });
  expect([looks, slices]).toEqual([null, []]);
  expect(notes[0]).toMatch(/^No slices/);
});

it("beside another run, failures are what got worse or lost its score", async () => {
  await using store = memoryStore();
  const traced = (id: string) => sampleTrace({ id, outcome: { kind: "ok", output: "b" } });
  await store.traces.put([traced("run e0 0"), traced("run e1 0"), traced("run e2 0")]);
  const champion = runOutline(
    [
      { id: "e0", value: 1 },
      { id: "e1", value: 0 },
      { id: "e2", value: 1 },
      { id: "e3", value: 1 },
    ],
    { id: "before" },
  );
  const run = runOutline([
    { id: "e0", value: 0 },
    { id: "e1", value: 0 },
    { id: "e2", value: null },
    { id: "e3", value: 1 },
  ]);
  const { failures } = await runInsight(run, { store, dataset: null, examples: [], champion });
  expect(failures).toMatchObject({ all: 2, what: "worse in label, or without a score now" });
});
