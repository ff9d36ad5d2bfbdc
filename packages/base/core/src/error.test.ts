import { describe, expect, it, vi } from "vitest";
import { errorShape, isPawlError, PawlError } from "./error.ts";

describe("PawlError", () => {
  it("carries code, facts, cause and whether a retry may help", () => {
    const cause = new Error("why");
    const error = new PawlError("service.failed", "It failed.", { facts: { status: 500 }, retryable: true, cause });
    expect(error).toMatchObject({
      name: "PawlError",
      code: "service.failed",
      message: "It failed.",
      facts: { status: 500 },
      retryable: true,
      cause,
    });
    expect(error).toBeInstanceOf(Error);
  });

  it("has no facts, no cause and no retry unless told", () => {
    const error = new PawlError("bug.x", "X.");
    expect(error).toMatchObject({ facts: {}, retryable: false });
    expect("cause" in error).toBe(false);
  });
});

describe("isPawlError", () => {
  it("knows the errors of another copy of the package", async () => {
    vi.resetModules();
    const other: typeof import("./error.ts") = await import("./error.ts");
    expect(other.PawlError).not.toBe(PawlError);
    const foreign = new other.PawlError("data.x", "X.");
    expect(foreign).not.toBeInstanceOf(PawlError);
    expect(isPawlError(foreign)).toBe(true);
    expect(other.isPawlError(new PawlError("data.x", "X."), "data.x")).toBe(true);
    expect(errorShape(foreign)).toMatchObject({ code: "data.x" });
  });

  it("asks for the code where one is given", () => {
    const error = new PawlError("data.x", "X.");
    expect(isPawlError(error, "data.x")).toBe(true);
    expect(isPawlError(error, "data.y")).toBe(false);
  });

  it("is false for everything else", () => {
    for (const value of [new Error("x"), { code: "data.x" }, null, undefined, "data.x", 5]) expect(isPawlError(value)).toBe(false);
  });
});

describe("errorShape", () => {
  it("is JSON: what of an error can be stored", () => {
    const error = new PawlError("io.full", "The disk is full.", { facts: { path: "/x" }, cause: new Error("secret") });
    expect(JSON.parse(JSON.stringify(errorShape(error)))).toEqual({
      code: "io.full",
      message: "The disk is full.",
      retryable: false,
      facts: { path: "/x" },
    });
  });

  it("keeps of a foreign error its message, and names timeouts and aborts", () => {
    expect(errorShape(new TypeError("x is not a function"))).toMatchObject({ code: "bug.unexpected", message: "x is not a function" });
    expect(errorShape("thrown text")).toMatchObject({ code: "bug.unexpected", message: "thrown text" });
    expect(errorShape(new DOMException("late", "TimeoutError"))).toMatchObject({ code: "service.timeout", retryable: false });
    expect(errorShape(new DOMException("stop", "AbortError"))).toMatchObject({ code: "use.aborted" });
  });
});
