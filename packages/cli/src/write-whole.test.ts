import { mkdtempSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { writeWhole } from "./write-whole.ts";

it("makes the folder, replaces what is there and leaves nothing beside it", () => {
  const folder = mkdtempSync(join(tmpdir(), "pawl-write-"));
  const path = join(folder, "a", "b.html");
  writeWhole(path, "one");
  writeWhole(path, "two");
  expect(readFileSync(path, "utf8")).toBe("two");
  expect(readdirSync(join(folder, "a"))).toEqual(["b.html"]);
});

it("says what cannot be written, and leaves nothing", () => {
  const folder = mkdtempSync(join(tmpdir(), "pawl-write-"));
  writeFileSync(join(folder, "file"), "mine");
  expect(() => writeWhole(join(folder, "file", "x"), "one")).toThrow(expect.objectContaining({ code: "io.cannot-write" }));
  expect(readdirSync(folder)).toEqual(["file"]);
});

it("removes what a killed write of the same file left, and nothing that is younger or another's", () => {
  const folder = mkdtempSync(join(tmpdir(), "pawl-write-"));
  const id = "3044ced1-c54c-43e6-aebe-f7b646f03d28";
  const names = [`.b.json.${id}.tmp`, `.b.json.${id.replace("3", "4")}.tmp`, `.a.json.${id}.tmp`, ".b.json.mine.tmp"];
  for (const name of names) writeFileSync(join(folder, name), "half");
  const then = statSync(join(folder, ".b.json.mine.tmp")).mtimeMs / 1_000 - 61;
  for (const name of [names[0], names[2], names[3]]) utimesSync(join(folder, String(name)), then, then);
  writeWhole(join(folder, "b.json"), "whole");
  expect(readdirSync(folder).sort()).toEqual([...names.slice(1), "b.json"].sort());
});
