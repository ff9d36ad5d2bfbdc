import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { LeakSource } from "./leak-source.ts";
import { sealedLeakCheck } from "./sealed-leak-check.ts";

type Row = { readonly id: string; readonly input: { readonly message: string }; readonly cluster?: string };

const row = (id: string, message: string, more: { readonly cluster?: string } = {}): Row => ({ id, input: { message }, ...more });

const sealed: readonly Row[] = [
  row("t1", "Where is my parcel, please tell me today"),
  row("t2", "The box came broken and wet on one side"),
  row("t3", "Money back, please", { cluster: "money" }),
  row("t4", "The box came BROKEN and wet, on one side!"),
];

function folder(): { readonly at: (name: string) => string; readonly [Symbol.dispose]: () => void } {
  const path = mkdtempSync(join(tmpdir(), "pawl-leaks-"));
  return { at: (name) => join(path, name), [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

it("finds sealed rows in all kinds of sources at once, and says where", async () => {
  using files = folder();
  const lines = [
    {
      messages: [
        { role: "system", content: "Sort the mail." },
        {
          role: "user",
          content: "Which of the four kinds is this message of a customer?\nWhere is my parcel, please tell me today\nLabel:",
        },
      ],
    },
    {
      messages: [
        { role: "user", content: [{ type: "text", text: "nothing of it" }] },
        { role: "assistant", content: null },
      ],
    },
    { prompt: "the box came broken and wet on one side", completion: "damage" },
    { prompt: [{ role: "user", content: "money back please" }], completion: [{ role: "assistant", content: "refund" }] },
    {
      input: { messages: [{ role: "user", content: "Money back, please" }] },
      preferred_output: [{ role: "assistant", content: "a" }],
      non_preferred_output: [],
    },
    { id: "t1", input: { message: "quite another" }, expected: "x" },
    { text: "### Human: Where is my parcel, please tell me today ### Assistant: track" },
  ];
  writeFileSync(files.at("tune.jsonl"), lines.map((line) => JSON.stringify(line)).join("\n"));
  const pool = [
    row("p0", "unlike all"),
    row("p1", "Where is my parcel? please tell me, today"),
    row("p2", "cash again", { cluster: "money" }),
  ];
  const sources: readonly LeakSource<Row["input"]>[] = [
    { kind: "examples", name: "train", examples: [row("t2", "not that text"), row("a", "Where is my parcel, please tell us today")] },
    { kind: "demonstrations", name: "fixed", demonstrations: { kind: "fixed", dataset: "", ids: ["p2", "p0"] }, pool },
    {
      kind: "demonstrations",
      name: "inline",
      demonstrations: {
        kind: "inline",
        examples: [
          { input: "x", output: "y" },
          { input: { message: "money back PLEASE" }, output: "refund" },
        ],
      },
    },
    {
      kind: "demonstrations",
      name: "retrieved",
      demonstrations: { kind: "retrieved", dataset: "", retriever: { name: "bm25", hash: "", count: 3, query: "" } },
      pool,
    },
    { kind: "demonstrations", demonstrations: { kind: "none" } },
    {
      kind: "documents",
      name: "index",
      documents: [{ id: "t3", text: "A long page. The box came broken and wet on one side, wrote one. Another wrote more." }],
    },
    { kind: "training-file", path: files.at("tune.jsonl"), name: "tune" },
  ];
  const report = await sealedLeakCheck({ sealed, sources });
  const line = (number: number, field: string): object => ({ kind: "line", file: files.at("tune.jsonl"), line: number, field });
  expect(report.leaks.map(({ kind, sealed: id, source, where }) => [kind, id, source, where])).toEqual([
    ["id", "t2", "train", { kind: "example", id: "t2" }],
    ["near", "t1", "train", { kind: "example", id: "a" }],
    ["cluster", "t3", "fixed", { kind: "demonstration", index: 0, id: "p2" }],
    ["exact", "t3", "inline", { kind: "demonstration", index: 1 }],
    ["exact", "t1", "retrieved", { kind: "demonstration", index: 1, id: "p1" }],
    ["cluster", "t3", "retrieved", { kind: "demonstration", index: 2, id: "p2" }],
    ["passage", "t2", "index", { kind: "document", id: "t3" }],
    ["passage", "t1", "tune", line(1, "messages[1]")],
    ["exact", "t2", "tune", line(3, "prompt")],
    ["exact", "t3", "tune", line(4, "prompt[0]")],
    ["exact", "t3", "tune", line(5, "input.messages[0]")],
    ["id", "t1", "tune", line(6, "input")],
    ["passage", "t1", "tune", line(7, "text")],
  ]);
  // t4 has the text of t2 and is known wherever that is.
  expect(report).toMatchObject({ sealed: 4, touched: 4, count: 13 });
  expect(report.sources.map(({ name, touched }) => `${name} ${touched}`)).toEqual([
    "train 2",
    "fixed 1",
    "inline 1",
    "retrieved 2",
    "demonstrations 0",
    "index 2",
    "tune 4",
  ]);
  expect(report.sentence).toMatch(/^4 of the 4 sealed rows \(100\.0 %\) are known already: 2 in train/);
});

it("counts all leaks and lists as many as asked for", async () => {
  const train = Array.from({ length: 300 }, (_, i) => row(`${i}`, "Where is my parcel, please tell me today"));
  const report = await sealedLeakCheck({ sealed, sources: [{ kind: "examples", name: "train", examples: train }], keep: 5 });
  expect(report).toMatchObject({ count: 300, touched: 1 });
  expect(report.leaks.length).toBe(5);
});

it("tells all lines that are no training rows at once, and never their texts", async () => {
  using files = folder();
  const path = files.at("tune.jsonl");
  const lines = [
    '{"messages":[{"role":"user","content":"secret"}]}',
    "{",
    '"secret"',
    '{"question":"secret"}',
    '{"messages":["secret"]}',
    '{"prompt":7}',
  ];
  writeFileSync(path, lines.join("\n"));
  await expect(sealedLeakCheck({ sealed, sources: [{ kind: "training-file", path }] })).rejects.toMatchObject({
    code: "data.invalid-rows",
    message: expect.not.stringContaining("secret"),
    facts: {
      count: 5,
      mistakes: [
        { line: 2, problem: "invalid-json" },
        { line: 3, problem: "not-an-object" },
        { line: 4, problem: "missing-field" },
        { line: 5, problem: "wrong-value", field: "messages[0]" },
        { line: 6, problem: "wrong-value", field: "prompt" },
      ],
    },
  });
});

it("refuses what it cannot read or does not have", async () => {
  using files = folder();
  const check = (source: LeakSource<Row["input"]>): Promise<unknown> => sealedLeakCheck({ sealed, sources: [source] });
  writeFileSync(files.at("empty.jsonl"), "\n");
  await expect(check({ kind: "training-file", path: files.at("empty.jsonl") })).rejects.toMatchObject({ code: "data.empty-file" });
  await expect(check({ kind: "training-file", path: files.at("none.jsonl") })).rejects.toMatchObject({ code: "io.cannot-read" });
  const fixed = { kind: "demonstrations", demonstrations: { kind: "fixed", dataset: "", ids: ["p9", "p1", "p8"] } } as const;
  await expect(check({ ...fixed, pool: [row("p1", "x")] })).rejects.toMatchObject({
    code: "data.unknown-ids",
    facts: { ids: ["p9", "p8"] },
  });
  await expect(check(fixed)).rejects.toThrow(TypeError);
  const train = { kind: "examples", name: "train", examples: [] } as const;
  await expect(sealedLeakCheck({ sealed, sources: [train, train] })).rejects.toThrow(TypeError);
  await expect(sealedLeakCheck({ sealed, sources: [], passageThreshold: 0.5 })).rejects.toThrow(RangeError);
});

it("refuses a leak on demand by ids alone, and stops when told to", async () => {
  const sources: readonly LeakSource<Row["input"]>[] = [{ kind: "examples", name: "train", examples: [row("a", "money back, PLEASE")] }];
  await expect(sealedLeakCheck({ sealed, sources, refuse: true })).rejects.toMatchObject({
    code: "data.leak",
    message: expect.not.stringMatching(/money/i),
    facts: { count: 1 },
  });
  const reason = new Error("enough");
  await expect(sealedLeakCheck({ sealed, sources, abortSignal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

it("has an answer for no sealed row and no source", async () => {
  expect(await sealedLeakCheck({ sealed: [], sources: [] })).toMatchObject({ sealed: 0, touched: 0, leaks: [] });
  expect((await sealedLeakCheck({ sealed: [], sources: [] })).sentence).toMatch(/nothing was checked/);
});

it("finds each of 500 rows among the 20,000 texts of a training file", async () => {
  using files = folder();
  const path = files.at("tune.jsonl");
  const system = "Sort the mail of the shop into one of these kinds. ".repeat(20);
  const line = (i: number): string =>
    JSON.stringify({
      messages: [
        { role: "system", content: system },
        { role: "user", content: `Order ${i} of ${(i * 7919) % 10007} is at gate ${i % 77}` },
      ],
    });
  writeFileSync(path, Array.from({ length: 10_000 }, (_, i) => line(i)).join("\n"));
  const many = Array.from({ length: 500 }, (_, i) =>
    row(`s${i}`, `Order ${i * 20} of ${(i * 20 * 7919) % 10007} is at gate ${(i * 20) % 77}`),
  );
  const report = await sealedLeakCheck({ sealed: many, sources: [{ kind: "training-file", path }], threshold: 1 });
  expect(report.touched).toBe(500);
  expect(report.sources[0]?.texts).toBe(20_000);
});

it("says what it found in a sentence that fits one row as well as many, and that nothing was checked where there was no text", async () => {
  const said = async (sealed: readonly Row[], train: readonly Row[]): Promise<string> =>
    (await sealedLeakCheck({ sealed, sources: [{ kind: "examples", name: "train", examples: train }] })).sentence;
  const [a, b, c] = [row("a", "where is my parcel now"), row("b", "money back for the shoes"), row("c", "hello from the far north")];
  expect(await said([a], [b])).toBe("The one sealed row does not stand in the one text of 1 source.");
  expect(await said([a, c], [b, b])).toBe("None of the 2 sealed rows stands in the 2 texts of 1 source.");
  expect(await said([a], [a])).toBe("The one sealed row is known already: 1 in train.");
  expect(await said([a, c], [a])).toBe("1 of the 2 sealed rows (50.0 %) is known already: 1 in train.");
  expect(await said([a, c], [])).toBe("There is no text to look for the 2 sealed rows in, so nothing was checked.");
  expect(await said([], [a])).toBe("There is no sealed row, so nothing was checked.");
});
