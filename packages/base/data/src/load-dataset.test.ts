import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type Dataset, defineTask, isPawlError, type PawlError } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { loadDataset } from "./load-dataset.ts";

const intake = defineTask({
  name: "intake",
  input: z.object({ message: z.string() }),
  output: z.object({ intent: z.enum(["refund", "claim", "where"]), urgency: z.number().int().optional(), angry: z.boolean().optional() }),
});

const map = { input: { message: "text" }, expected: { intent: "label" } };

async function folder(): Promise<{ readonly write: (name: string, content: string | Uint8Array) => Promise<string> } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), "pawl-data-"));
  return {
    write: async (name, content) => {
      await writeFile(join(path, name), content);
      return join(path, name);
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true }),
  };
}

async function dev<I, O>(dataset: Dataset<I, O>): Promise<unknown[]> {
  const out: unknown[] = [];
  for await (const example of dataset.read("dev")) out.push(example);
  return out;
}

async function failure(work: Promise<unknown>): Promise<PawlError> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (isPawlError(error)) return error;
  throw new Error("it did not fail as expected", { cause: error });
}

describe("loadDataset", () => {
  it("loads our own JSONL with its splits, and again by each read", async () => {
    await using at = await folder();
    const path = await at.write(
      "messages.jsonl",
      '\uFEFF{"id":1,"input":{"message":"a"},"expected":{"intent":"refund"},"tags":["x"],"cluster":"c"}\r\n\n{"id":"t","input":{"message":"b"},"split":"test"}',
    );
    const dataset = await loadDataset({ task: intake, path });
    expect(dataset).toMatchObject({ name: "messages", splits: { train: { size: 0 }, dev: { size: 1 }, test: { size: 1 } } });
    const row = { id: "1", input: { message: "a" }, expected: { intent: "refund" }, tags: ["x"], cluster: "c" };
    expect(await dev(dataset)).toEqual([row]);
    expect(await dev(dataset)).toEqual([row]);
  });

  it("loads CSV by a map of columns, and gives ids by content", async () => {
    await using at = await folder();
    const path = await at.write(
      "messages.csv",
      'text,label,note\n"two\nlines, ""quoted""",refund,\nplain,claim,x\nplain,claim,x\nno label,,\n',
    );
    const rows = await dev(await loadDataset({ task: intake, path, map }));
    expect(rows).toMatchObject([
      { input: { message: 'two\nlines, "quoted"' }, expected: { intent: "refund" } },
      { input: { message: "plain" }, expected: { intent: "claim" } },
      { input: { message: "plain" }, expected: { intent: "claim" } },
      { input: { message: "no label" } },
    ]);
    const ids = rows.map((row) => (row as { id: string }).id);
    expect(new Set(ids).size).toBe(4);
    expect(ids[2]).toBe(`${ids[1]}-2`);
    expect(rows[3]).not.toHaveProperty("expected");
  });

  it("gives cells the type that the task's schema names", async () => {
    await using at = await folder();
    const path = await at.write(
      "m.tsv",
      "input.message\texpected.intent\texpected.urgency\texpected.angry\ttags\n12\tclaim\t3\tTRUE\ta, b\n",
    );
    expect(await dev(await loadDataset({ task: intake, path }))).toMatchObject([
      { input: { message: "12" }, expected: { intent: "claim", urgency: 3, angry: true }, tags: ["a", "b"] },
    ]);
  });

  it("loads a JSON array element by element", async () => {
    await using at = await folder();
    const path = await at.write("m.json", '[\n  {"text": "a ] , [", "label": "claim"},\n  {"text": "\\"", "label":\n "where"}\n]\n');
    expect(await dev(await loadDataset({ task: intake, path, map }))).toMatchObject([
      { input: { message: "a ] , [" } },
      { input: { message: '"' } },
    ]);
  });

  it("takes one file for each split", async () => {
    await using at = await folder();
    const train = await at.write("train.csv", "text,label\na,claim\n");
    const test = await at.write("test.csv", "text,label\nb,claim\nc,where\n");
    const dataset = await loadDataset({ task: intake, path: { train, test }, map });
    expect(dataset.splits).toMatchObject({ train: { size: 1 }, dev: { size: 0 }, test: { size: 2 } });
  });

  it("takes a function from the file's row to ours, and a function that gives the split", async () => {
    const dataset = await loadDataset({
      task: intake,
      rows: [{ words: "a" }, { words: "b" }],
      map: ({ words }) => ({ id: words, input: { message: words } }),
      split: ({ id }) => (id === "a" ? "train" : "test"),
    });
    expect(dataset.splits).toMatchObject({ train: { size: 1 }, dev: { size: 0 }, test: { size: 1 } });
  });

  it("has the same hash from CSV, JSONL and code for the same rows", async () => {
    await using at = await folder();
    const csv = await at.write("a.csv", "id,text,label\n1,a,claim\n2,b,where\n");
    const jsonl = await at.write("b.jsonl", '{"id":"2","text":"b","label":"where"}\n{"id":"1","text":"a","label":"claim"}\n');
    const [one, other] = await Promise.all([csv, jsonl].map((path) => loadDataset({ task: intake, path, map: { ...map, id: "id" } })));
    expect(one?.splits.dev.hash).toBe(other?.splits.dev.hash);
  });

  it("waits for schemas that validate later", async () => {
    const later = defineTask({ name: "later", input: z.string().refine(async (text) => text !== "bad"), output: z.string() });
    const error = await failure(loadDataset({ task: later, rows: [{ input: "good" }, { input: "bad" }] }));
    expect(error.facts["mistakes"]).toMatchObject([{ line: 2, field: "input" }]);
  });

  it("refuses a file that changed since it was loaded", async () => {
    await using at = await folder();
    const path = await at.write("m.jsonl", '{"id":"1","input":{"message":"a"}}\n');
    const dataset = await loadDataset({ task: intake, path });
    await at.write("m.jsonl", '{"id":"1","input":{"message":"b"}}\n');
    expect((await failure(dev(dataset))).code).toBe("data.changed");
  });

  it("gives back the signal's own reason on abort", async () => {
    await using at = await folder();
    const path = await at.write("m.jsonl", '{"id":"1","input":{"message":"a"}}\n');
    const reason = new Error("stopped");
    await expect(loadDataset({ task: intake, path, abortSignal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it("keeps memory flat over a hundred thousand rows", { timeout: 20_000 }, async () => {
    setFlagsFromString("--expose-gc");
    const collectGarbage: () => void = runInNewContext("gc");
    const heap: number[] = [];
    async function* rows(): AsyncGenerator<unknown> {
      for (let i = 0; i < 100_000; i++) {
        if (i === 1_000 || i === 50_000 || i === 99_999) {
          collectGarbage();
          heap.push(process.memoryUsage().heapUsed);
        }
        yield { input: { message: `message ${i}` }, expected: { intent: "claim" } };
      }
    }
    const { splits } = await loadDataset({ task: intake, rows });
    expect(splits.dev.size).toBe(100_000);
    const [first = 0, ...later] = heap;
    for (const used of later) expect(used - first).toBeLessThan(4e6);
  });
});

describe("what loadDataset refuses", () => {
  it.each([
    [
      "an unknown label, by the user's column",
      "m.csv",
      "text,label\nhello,refund\nhello,refnud\n",
      { line: 3, field: "label", problem: "unknown-label", suggestion: "refund" },
    ],
    ["a missing cell", "m.csv", 'text,label\n"a\nb",claim\n,claim\n', { line: 4, field: "text", problem: "missing-field" }],
    ["a missing field", "m.jsonl", '{"text":"a","label":"claim"}\n{"text":"a"}\n', { line: 2, field: "label", problem: "missing-field" }],
    ["a wrong number of cells", "m.csv", "text,label\na,b,c\n", { line: 2, problem: "invalid-csv" }],
    ["a wrong quote", "m.csv", 'text,label\na,claim\n"a"b,claim\nc,claim\n', { line: 3, problem: "invalid-csv" }],
    ["a column that stands twice", "m.csv", "text,label,text\na,claim,b\n", { line: 1, problem: "invalid-csv" }],
    ["invalid JSON", "m.jsonl", '{"text":"a","label":"claim"}\n{"text": oops}\n', { line: 2, problem: "invalid-json" }],
    ["a JSON line that is no object", "m.jsonl", "[1]\n", { line: 1, problem: "not-an-object" }],
    ["JSON that is no array", "m.json", '{"rows":[]}', { line: 1, problem: "invalid-json" }],
    ["a JSON array that ends too early", "m.json", '[\n{"text":"a","label":"claim"},\n', { line: 2, problem: "invalid-json" }],
    [
      "a JSON array with a hole",
      "m.json",
      '[{"text":"a","label":"claim"},\n,{"text":"a","label":"claim"}]',
      { line: 2, problem: "invalid-json" },
    ],
    ["text after a JSON array", "m.json", '[{"text":"a","label":"claim"}]\nx', { line: 2, problem: "invalid-json" }],
    [
      "bytes that are not UTF-8",
      "m.jsonl",
      Buffer.from('{"text":"a","label":"claim"}\n{"text":"caf\xe9","label":"claim"}\n', "latin1"),
      { line: 2, problem: "invalid-utf8" },
    ],
    ["CSV that is not UTF-8", "m.csv", Buffer.from("text,label\na,claim\ncaf\xe9,claim\n", "latin1"), { line: 3, problem: "invalid-utf8" }],
  ])("names line and problem of %s", async (_, name, content, mistake) => {
    await using at = await folder();
    const path = await at.write(name, content);
    const error = await failure(loadDataset({ task: intake, path, map }));
    expect(error.code).toBe("data.invalid-rows");
    expect(error.facts["mistakes"]).toMatchObject([{ file: path, ...mistake }]);
  });

  it("names both lines of an id that stands twice", async () => {
    await using at = await folder();
    const path = await at.write("m.csv", "id,text,label\n7,a,claim\n8,a,claim\n7,b,claim\n");
    const error = await failure(loadDataset({ task: intake, path, map: { ...map, id: "id" } }));
    expect(error.facts["mistakes"]).toMatchObject([{ line: 4, field: "id", problem: "duplicate-id" }]);
    expect(error.message).toContain("which line 2 has already");
  });

  it("says an unknown label as a person would", async () => {
    await using at = await folder();
    const path = await at.write("m.csv", "text,label\nhello,refnud\n");
    const { message } = await failure(loadDataset({ task: intake, path, map }));
    expect(message.split("\n")[0]).toBe(
      `Dataset line 2 of ${path}: "label" is "refnud", which is none of the task's 3 labels. Did you mean "refund"?`,
    );
  });

  it.each([
    ["data.empty-file", "m.jsonl", ""],
    ["data.empty-file", "m.csv", "text,label\n"],
    ["data.empty-file", "m.json", "[]"],
    ["data.unknown-column", "m.csv", "txt,label\na,claim\n"],
    ["use.unknown-format", "m.xlsx", "x"],
  ])("fails with %s for %s", async (code, name, content) => {
    await using at = await folder();
    const path = await at.write(name, content);
    expect((await failure(loadDataset({ task: intake, path, map }))).code).toBe(code);
  });

  it("asks which column is the input where none is called so", async () => {
    await using at = await folder();
    const path = await at.write("m.csv", "text,label\na,claim\n");
    expect(await failure(loadDataset({ task: intake, path }))).toMatchObject({
      code: "data.no-input-column",
      facts: { columns: ["text", "label"] },
    });
  });

  it("says of a file that is not there that it cannot be read", async () => {
    expect(await failure(loadDataset({ task: intake, path: "/nowhere/m.jsonl" }))).toMatchObject({
      code: "io.cannot-read",
      facts: { reason: "ENOENT" },
    });
  });
});
