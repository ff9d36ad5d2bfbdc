import { deepEqual, equal, notDeepEqual, rejects } from "node:assert/strict";
import type { Page, PageOptions } from "../store-page.ts";
import type { Trace } from "../trace.ts";
import { sampleTrace } from "./sample-trace.ts";
import type { StoreCase } from "./store-case.ts";

const idsOf = (page: Page<Trace>): readonly string[] => page.items.map(({ id }) => id);

function ofRun(id: string, runId: string, exampleId: string, repeat = 0): Trace {
  return sampleTrace({ id, origin: { runId, example: { id: exampleId, repeat } } });
}

/** What a Store promises about traces, pages and cursors. */
export const traceCases: readonly StoreCase[] = [
  {
    name: "gives a trace back as it was put, and null for an unknown id",
    check: async ({ traces }) => {
      const trace = sampleTrace({ id: "t1", input: { text: 'quote " NUL \u0000 emoji 🙂 lone \ud83d', deep: [[1], { a: null }] } });
      await traces.put([trace]);
      deepEqual(await traces.get("t1"), trace);
      equal(await traces.get("t2"), null);
    },
  },
  {
    name: "keeps its own copy: neither what was put nor what was given back changes it",
    check: async ({ traces }) => {
      const input = { words: ["one"] };
      await traces.put([sampleTrace({ id: "t1", input })]);
      input.words.push("two");
      deepEqual((await traces.get("t1"))?.input, { words: ["one"] });
      const first = await traces.get("t1");
      Reflect.set(first ?? {}, "input", "changed");
      deepEqual((await traces.get("t1"))?.input, { words: ["one"] });
    },
  },
  {
    name: "changes nothing where an id is put again",
    check: async ({ traces }) => {
      await traces.put([sampleTrace({ id: "t1", input: "first" })]);
      await traces.put([sampleTrace({ id: "t1", input: "second" }), sampleTrace({ id: "t2" })]);
      equal((await traces.get("t1"))?.input, "first");
      deepEqual(idsOf(await traces.list({})), ["t1", "t2"]);
    },
  },
  {
    name: "keeps of one run, example and repeat the first trace",
    check: async ({ traces }) => {
      await traces.put([ofRun("t1", "r1", "e1"), ofRun("t2", "r1", "e1")]);
      await traces.put([ofRun("t3", "r1", "e1"), ofRun("t4", "r1", "e1", 1), ofRun("t5", "r1", "e2"), ofRun("t6", "r2", "e1")]);
      deepEqual(idsOf(await traces.list({})), ["t1", "t4", "t5", "t6"]);
      equal(await traces.get("t3"), null);
    },
  },
  {
    name: "keeps all traces that name a run without an example, or an example without a run",
    check: async ({ traces }) => {
      const example = { id: "e1", repeat: 0 };
      await traces.put([
        sampleTrace({ id: "t1", origin: { runId: "r1" } }),
        sampleTrace({ id: "t2", origin: { runId: "r1" } }),
        sampleTrace({ id: "t3", origin: { example } }),
        sampleTrace({ id: "t4", origin: { example } }),
      ]);
      equal((await traces.list({})).items.length, 4);
    },
  },
  {
    name: "puts all of a batch or, where one is not JSON, none of it",
    check: async ({ traces }) => {
      await rejects(traces.put([sampleTrace({ id: "t1" }), sampleTrace({ id: "t2", input: { when: new Date(0) } })]), TypeError);
      await rejects(traces.put([sampleTrace({ id: "t3", input: Number.NaN })]), TypeError);
      deepEqual(idsOf(await traces.list({})), []);
      await traces.put([]);
    },
  },
  {
    name: "finds traces by each field of the filter, and by all together",
    check: async ({ traces }) => {
      const tags = { channel: "mail", 'odd "key"': "it's" };
      const special = sampleTrace({
        id: "t1",
        task: { name: "intake", hash: "6".repeat(64) },
        variantId: "f".repeat(64),
        origin: { runId: "r1", user: "ann", session: "s1", tags },
        outcome: { kind: "refused", reason: "no" },
        startedAt: 2_000,
      });
      await traces.put([special, sampleTrace({ id: "t2", startedAt: 3_000, origin: { tags: { channel: "chat" } } })]);
      const filters = [
        { task: "intake" },
        { variantId: "f".repeat(64) },
        { runId: "r1" },
        { user: "ann" },
        { session: "s1" },
        { outcome: "refused" },
        { from: 2_000, to: 3_000 },
        { to: 2_001 },
        { tags: { channel: "mail" } },
        { tags },
        { task: "intake", runId: "r1", user: "ann", outcome: "refused", from: 0, to: 9_000, tags },
      ] as const;
      for (const filter of filters) deepEqual(idsOf(await traces.list(filter)), ["t1"], JSON.stringify(filter));
      deepEqual(idsOf(await traces.list({ from: 2_001 })), ["t2"]);
      deepEqual(idsOf(await traces.list({ user: "ann", tags: { channel: "chat" } })), []);
      deepEqual(idsOf(await traces.list({ task: undefined, tags: {} })), ["t1", "t2"]);
    },
  },
  {
    name: "finds traces without task and variant only where neither is asked for",
    check: async ({ traces }) => {
      await traces.put([sampleTrace({ id: "t1", task: null, variantId: null, rendererHash: null })]);
      deepEqual(idsOf(await traces.list({})), ["t1"]);
      deepEqual(idsOf(await traces.list({ task: "triage" })), []);
    },
  },
  {
    name: "pages in order of writing, either way, each trace once",
    check: async ({ traces }) => {
      // Neither ids nor times ascend.
      for (const id of ["t5", "t1", "t4", "t2", "t3"]) await traces.put([sampleTrace({ id, startedAt: Number(id[1]) })]);
      const walk = async (options: PageOptions): Promise<readonly string[]> => {
        const pages: string[] = [];
        for (let page = await traces.list({}, options); ; page = await traces.list({}, { ...options, cursor: page.next })) {
          pages.push(idsOf(page).join(" "));
          if (!page.more) return pages;
        }
      };
      deepEqual(await walk({ limit: 2 }), ["t5 t1", "t4 t2", "t3"]);
      deepEqual(await walk({ limit: 2, order: "newest" }), ["t3 t2", "t4 t1", "t5"]);
      deepEqual(await walk({ limit: 5 }), ["t5 t1 t4 t2 t3"]);
    },
  },
  {
    name: "gives a cursor that is good for later: it finds what was written after it, once",
    check: async ({ traces }) => {
      const empty = await traces.list({});
      deepEqual([empty.items, empty.more], [[], false]);
      await traces.put([sampleTrace({ id: "t2" })]);
      const first = await traces.list({}, { cursor: empty.next });
      deepEqual([idsOf(first), first.more], [["t2"], false]);
      notDeepEqual(first.next, empty.next);
      await traces.put([sampleTrace({ id: "t1", startedAt: 0 })]);
      const second = await traces.list({}, { cursor: first.next });
      deepEqual(idsOf(second), ["t1"]);
      deepEqual((await traces.list({}, { cursor: second.next })).next, second.next);
    },
  },
  {
    name: "gives a cursor that stays good when what it points at is removed",
    check: async ({ traces, forget }) => {
      await traces.put([sampleTrace({ id: "t1" }), sampleTrace({ id: "t2", origin: { user: "ann" } })]);
      const { next } = await traces.list({});
      await forget("ann");
      await traces.put([sampleTrace({ id: "t3" })]);
      deepEqual(idsOf(await traces.list({}, { cursor: next })), ["t3"]);
    },
  },
  {
    name: "refuses with a RangeError a cursor it did not give and a limit below 1",
    check: async ({ traces }) => {
      await rejects(traces.list({}, { cursor: "t1; DROP" }), RangeError);
      await rejects(traces.list({}, { limit: 0 }), RangeError);
      await rejects(traces.list({}, { limit: 1.5 }), RangeError);
    },
  },
  {
    name: "holds 1,000 in a page where no limit is named",
    check: async ({ traces }) => {
      await traces.put(Array.from({ length: 1_001 }, (_, i) => sampleTrace({ id: `t${i}`, steps: [] })));
      const page = await traces.list({});
      deepEqual([page.items.length, page.more], [1_000, true]);
    },
  },
];
