import { PawlError } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { exitCodeOf } from "./exit-code.ts";
import { errorText } from "./print-error.ts";

const system = (code: string): Error => Object.assign(new Error(`${code}: x`), { code, path: "/data/x" });

describe("exitCodeOf", () => {
  it.each([
    [new PawlError("use.x", ""), 64],
    [new PawlError("data.x", ""), 65],
    [new PawlError("service.x", ""), 69],
    [new PawlError("bug.x", ""), 70],
    [new PawlError("io.x", ""), 74],
    [new DOMException("", "AbortError"), 130],
    [new TypeError("x"), 64],
    [system("ENOSPC"), 74],
    [system("EROFS"), 74],
    [new Error("x"), 70],
    ["thrown", 70],
  ])("of %s is %i", (error, exit) => {
    expect(exitCodeOf(error)).toBe(exit);
  });
});

describe("errorText", () => {
  it("says which file the system refused, why, and what to do", () => {
    expect(errorText(system("ENOSPC"), false)).toBe(
      "/data/x cannot be read or written (ENOSPC): the disk is full. Free some space, and run the command again.",
    );
  });

  it("prints no key", () => {
    expect(errorText(new PawlError("use.x", "refused sk-proj-abcdefghijklmnopqrstuvwxyz0123456789ABCD"), false)).not.toContain(
      "abcdefghijkl",
    );
  });

  it("calls what nobody planned a bug, with the way to report it", () => {
    expect(errorText(new Error("x"), false)).toContain("--debug");
  });

  it("shows causes with their stacks for debugging", () => {
    expect(errorText(new PawlError("io.x", "outer", { cause: new Error("inner") }), true)).toMatch(/outer[\s\S]*Caused by: Error: inner/);
  });
});
