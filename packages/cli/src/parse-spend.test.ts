import { expect, it } from "vitest";
import { parseSpend } from "./parse-spend.ts";

it("reads time, calls, tokens and money", () => {
  expect(parseSpend("5m")).toEqual({ ms: 300_000 });
  expect(parseSpend("90s, 200calls,$1.50")).toEqual({ ms: 90_000, calls: 200, microDollars: 1_500_000 });
  expect(parseSpend("0calls")).toEqual({ calls: 0 });
});

it.each(["", "5", "five minutes", "-3m", "$1m"])("refuses %j", (text) => {
  expect(() => parseSpend(text)).toThrow(expect.objectContaining({ code: "use.budget-unreadable" }));
});
