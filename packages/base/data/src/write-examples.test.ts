import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readExamples } from "./read-examples.ts";
import { writeExamples } from "./write-examples.ts";

function folder(): { readonly path: string; readonly at: (name: string) => string; readonly [Symbol.dispose]: () => void } {
  const path = mkdtempSync(join(tmpdir(), "pawl-write-"));
  return { path, at: (name) => join(path, name), [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

const rows = [
  { id: "1", input: "a" },
  { id: "2", input: "b", expected: "c", split: "test" as const },
];

it("writes files that read back as the rows they were, each with the split it names", async () => {
  using files = folder();
  expect(
    await writeExamples([
      { path: files.at("a.jsonl"), rows },
      { path: files.at("none.jsonl"), rows: [] },
    ]),
  ).toEqual([files.at("a.jsonl")]);
  expect(await readExamples({ path: files.at("a.jsonl") })).toEqual(rows);
  expect(readdirSync(files.path)).toEqual(["a.jsonl"]);
});

it("tells all files that are in the way, and writes none", async () => {
  using files = folder();
  for (const name of ["a.jsonl", "b.jsonl"]) writeFileSync(files.at(name), "mine");
  const all = ["a.jsonl", "b.jsonl", "c.jsonl"].map((name) => ({ path: files.at(name), rows }));
  await expect(writeExamples(all)).rejects.toMatchObject({
    code: "use.file-exists",
    facts: { paths: [files.at("a.jsonl"), files.at("b.jsonl")] },
  });
  expect(readdirSync(files.path)).toEqual(["a.jsonl", "b.jsonl"]);
});

it("replaces on demand, and takes away what has no row any more", async () => {
  using files = folder();
  for (const name of ["a.jsonl", "b.jsonl"]) writeFileSync(files.at(name), "old");
  await writeExamples(
    [
      { path: files.at("a.jsonl"), rows },
      { path: files.at("b.jsonl"), rows: [] },
    ],
    { overwrite: true },
  );
  expect(readdirSync(files.path)).toEqual(["a.jsonl"]);
  expect(readFileSync(files.at("a.jsonl"), "utf8")).toMatch(/^\{"id":"1"/);
});

it("leaves everything as it was where one file cannot be written or the work is stopped", async () => {
  using files = folder();
  writeFileSync(files.at("a.jsonl"), "old");
  const torn = [
    { path: files.at("a.jsonl"), rows },
    { path: files.at("missing/b.jsonl"), rows },
  ];
  await expect(writeExamples(torn, { overwrite: true })).rejects.toMatchObject({ code: "io.cannot-write" });
  const reason = new Error("enough");
  const whole = [
    { path: files.at("a.jsonl"), rows },
    { path: files.at("b.jsonl"), rows },
  ];
  await expect(writeExamples(whole, { overwrite: true, abortSignal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  expect(readdirSync(files.path)).toEqual(["a.jsonl"]);
  expect(readFileSync(files.at("a.jsonl"), "utf8")).toBe("old");
  await expect(writeExamples([...whole, ...whole])).rejects.toThrow(TypeError);
});

it("reads no row of a wrong or empty file", async () => {
  using files = folder();
  mkdirSync(files.at("x"));
  writeFileSync(files.at("bad.jsonl"), '{"input":1}\n{\n{"inputs":1}');
  await expect(readExamples({ path: files.at("bad.jsonl") })).rejects.toMatchObject({ code: "data.invalid-rows" });
  writeFileSync(files.at("empty.jsonl"), "\n");
  await expect(readExamples({ path: files.at("empty.jsonl") })).rejects.toMatchObject({ code: "data.empty-file" });
});
