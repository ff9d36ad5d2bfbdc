import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
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
