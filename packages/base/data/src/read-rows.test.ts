import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { type FileRow, readRows } from "./read-rows.ts";

const folder = mkdtempSync(join(tmpdir(), "pawl-rows-"));
afterAll(() => rmSync(folder, { recursive: true }));

const rowsOf = async (name: string, text: string): Promise<FileRow[]> => {
  const path = join(folder, name);
  writeFileSync(path, text);
  const rows: FileRow[] = [];
  for await (const row of readRows(path)) rows.push(row);
  return rows;
};

it("gives rows as they stand, with their lines", async () => {
  expect(await rowsOf("a.csv", 'id,label\n1,"a, b"\n2,c\n')).toEqual([
    { line: 2, value: { id: "1", label: "a, b" } },
    { line: 3, value: { id: "2", label: "c" } },
  ]);
  expect(await rowsOf("a.jsonl", '{"id":1}\n[2]\n')).toEqual([
    { line: 1, value: { id: 1 } },
    { line: 2, value: [2] },
  ]);
});

it("says what is wrong with a row that cannot be read, and goes on", async () => {
  expect(await rowsOf("b.jsonl", '{"id":\n{"id":2}\n')).toEqual([
    { line: 1, problem: expect.stringContaining("not valid") },
    { line: 2, value: { id: 2 } },
  ]);
  expect(await rowsOf("b.csv", "id,label\n1\n")).toEqual([{ line: 2, problem: expect.stringContaining("1 cells, the header 2") }]);
});

it("refuses a file that is not there", async () => {
  await expect(readRows(join(folder, "none.csv")).next()).rejects.toMatchObject({ code: "io.cannot-read" });
});
