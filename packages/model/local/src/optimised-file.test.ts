import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { sha256 } from "@pawl/core";
import { expect, it } from "vitest";
import { speedUp } from "./internal/measure-speed.ts";
import { isWorthTaking, type OptimisedFormat, optimisedFiles, optimisedPath } from "./optimised-file.ts";

const origin = sha256("the original");

it("takes a file that was faster on its CPU, or that nobody measured, and no other", () => {
  const cacheDir = mkdtempSync(join(tmpdir(), "pawl-encodings-"));
  const write = (format: OptimisedFormat, measured: object): void => {
    const path = optimisedPath(origin, format, { cacheDir });
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, "bytes");
    writeFileSync(`${path}.json`, JSON.stringify({ origin, format, sha256: sha256(format), bytes: 5, ...measured }));
  };
  const taken = (): readonly string[] =>
    optimisedFiles(origin, { cacheDir })
      .filter(isWorthTaking)
      .map(({ format }) => format);
  try {
    write("q8_0", { speedUp: 0.93 });
    write("q4_0", { speedUp: 1.3 });
    expect(optimisedFiles(origin, { cacheDir }).map(({ speedUp }) => speedUp)).toEqual([0.93, 1.3]);
    expect(taken()).toEqual(["q4_0"]);
    write("q8_0", {});
    expect(taken()).toEqual(["q8_0", "q4_0"]);
  } finally {
    rmSync(cacheDir, { recursive: true, force: true });
  }
});

it("weighs reading a prompt of 300 tokens with answering 30", () => {
  const original = { prompt: 1000, answer: 100 };
  expect(speedUp(original, original)).toBe(1);
  expect(speedUp(original, { prompt: 2000, answer: 100 })).toBeCloseTo(0.6 / 0.45);
  expect(speedUp(original, { prompt: 1143, answer: 74 })).toBeLessThan(1);
});
