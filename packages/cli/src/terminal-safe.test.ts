import { afterEach, expect, it, vi } from "vitest";
import { processOutput } from "./output.ts";
import { terminalSafe } from "./terminal-safe.ts";

const EVIL = "m1\u001b[2J\u001b]0;title\u0007\r\u202ecba\u009b1A";
const SAFE = "m1␛[2J␛]0;title␇␍�cba�1A";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

it("shows control characters as pictures, and keeps line ends, tabs and colours", () => {
  expect(terminalSafe(EVIL)).toBe(SAFE);
  const ours = "\u001b[1;31m✗\u001b[39m a\n\tb";
  expect(terminalSafe(ours)).toBe(ours);
  expect(terminalSafe("\u0007[0m")).toBe("␇[0m");
  expect(terminalSafe("")).toBe("");
});

it.each([true, undefined])("leaves what is printed as it is unless a terminal shows it: %j", (isTTY) => {
  const seen: string[] = [];
  for (const stream of [process.stdout, process.stderr]) {
    const before = Object.getOwnPropertyDescriptor(stream, "isTTY");
    Object.defineProperty(stream, "isTTY", { value: isTTY, configurable: true });
    vi.spyOn(stream, "write").mockImplementation((text) => seen.push(String(text)) > 0);
    const output = processOutput();
    output.print(EVIL);
    output.note(EVIL);
    output.fail(EVIL);
    if (before === undefined) Reflect.deleteProperty(stream, "isTTY");
    else Object.defineProperty(stream, "isTTY", before);
    vi.restoreAllMocks();
  }
  expect(seen.some((text) => text.includes("\u001b[2J"))).toBe(isTTY !== true);
  expect(seen.join("").includes(SAFE)).toBe(isTTY === true);
});
