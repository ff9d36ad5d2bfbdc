import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineTask } from "@pawl/core";
import { expect, it } from "vitest";
import { z } from "zod";
import { importExamples } from "./import-examples.ts";
import { loadDataset } from "./load-dataset.ts";

const intake = defineTask({ name: "intake", input: z.object({ message: z.string() }), output: z.enum(["refund", "claim"]) });

const map = { input: { message: "text" }, expected: "label" };

async function folder(csv: string): Promise<{ readonly from: string; readonly to: string; readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), "pawl-import-"));
  await writeFile(join(path, "m.csv"), csv);
  return { path, from: join(path, "m.csv"), to: join(path, "m.jsonl"), [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

it("writes our JSONL, which loads as the file itself does", async () => {
  await using at = await folder("text,label\na,refund\nb,claim\nb,claim\n");
  expect(await importExamples({ ...at, map, task: intake })).toEqual({ path: at.to, count: 3 });
  const [imported, direct] = [await loadDataset({ task: intake, path: at.to }), await loadDataset({ task: intake, path: at.from, map })];
  expect(imported.splits).toEqual(direct.splits);
  expect(await readdir(at.path)).toEqual(["m.csv", "m.jsonl"]);
});

it("imports without a task, checking the shape alone, and writes the split it is given", async () => {
  await using at = await folder("text,label\na,whatever\n");
  await importExamples({ ...at, map, split: "train" });
  expect(JSON.parse(await readFile(at.to, "utf8"))).toMatchObject({ input: { message: "a" }, expected: "whatever", split: "train" });
});

it("leaves nothing behind after a mistake", async () => {
  await using at = await folder("text,label\na,refund\nb,clam\n");
  await expect(importExamples({ ...at, map, task: intake })).rejects.toMatchObject({ code: "data.invalid-rows", facts: { count: 1 } });
  expect(await readdir(at.path)).toEqual(["m.csv"]);
});

it("keeps the file that is there, unless it may be replaced", async () => {
  await using at = await folder("text,label\na,refund\n");
  await writeFile(at.to, "precious");
  await expect(importExamples({ ...at, map })).rejects.toMatchObject({ code: "use.file-exists" });
  expect(await readFile(at.to, "utf8")).toBe("precious");
  await importExamples({ ...at, map, overwrite: true });
  expect(await readFile(at.to, "utf8")).toContain('"refund"');
  expect(await readdir(at.path)).toEqual(["m.csv", "m.jsonl"]);
});

it("says where it cannot write", async () => {
  await using at = await folder("text,label\na,refund\n");
  const to = join(at.path, "missing", "m.jsonl");
  await expect(importExamples({ ...at, to, map })).rejects.toMatchObject({ code: "io.cannot-write", facts: { reason: "ENOENT" } });
});
