import { PawlError } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { exitCodeOf } from "./exit-code.ts";
import { errorCode, errorText } from "./print-error.ts";

const system = (code: string): Error => Object.assign(new Error(`${code}: x`), { code, path: "/data/x" });

const thrownIn = (call: () => unknown): unknown => {
  try {
    return call();
  } catch (error) {
    return error;
  }
};
const own = Object.assign(new TypeError("x is not a function"), {
  stack: `TypeError: x is not a function\n    at score (${process.cwd()}-of-mine/tasks/triage.ts:12:9)`,
});

describe("exitCodeOf", () => {
  it.each([
    [new PawlError("use.x", ""), 64],
    [new PawlError("data.x", ""), 65],
    [new PawlError("service.x", ""), 69],
    [new PawlError("bug.x", ""), 70],
    [new PawlError("io.x", ""), 74],
    [new DOMException("", "AbortError"), 130],
    [new TypeError("x"), 64],
    [thrownIn(() => Object(undefined).x.y), 70],
    [thrownIn(() => JSON.parse("{")), 70],
    [thrownIn(() => [].reduce((a) => a)), 70],
    [own, 64],
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

  it("calls what the engine threw in a package of Pawl a bug, and what the package refused a mistake of who called it", () => {
    expect(
      errorText(
        thrownIn(() => Object(undefined).x.y),
        false,
      ),
    ).toMatch(/^Something went wrong[\s\S]*This is a bug of Pawl/);
    expect(errorText(new RangeError("level is above 0."), false)).toBe("level is above 0.");
  });

  it("says of an error of the project's own code where it is", () => {
    expect(errorText(own, false)).toMatch(/^Your own code failed at .*tasks\/triage\.ts:12:9: x is not a function\n/);
  });

  it.each([
    [own, "use.own-code"],
    [new RangeError("x"), "use.refused"],
    [system("EROFS"), "io.refused"],
    [thrownIn(() => JSON.parse("{")), "bug.unexpected"],
    [new DOMException("", "AbortError"), "use.aborted"],
    [new PawlError("data.x", ""), "data.x"],
  ])("has a code for %s: %s", (error, code) => {
    expect(errorCode(error)).toBe(code);
  });

  it("shows causes with their stacks for debugging", () => {
    expect(errorText(new PawlError("io.x", "outer", { cause: new Error("inner") }), true)).toMatch(/outer[\s\S]*Caused by: Error: inner/);
  });
});
