import { expect, it } from "vitest";
import { leakCheck } from "./leak-check.ts";

const row = (
  id: string,
  message: string,
  more: { readonly cluster?: string } = {},
): { id: string; input: { message: string }; cluster?: string } => ({
  id,
  input: { message },
  ...more,
});

it("finds equal ids, equal texts, common clusters and near duplicates across parts, but not within one", () => {
  const report = leakCheck({
    train: [
      row("1", "where is my parcel, please tell me"),
      row("2", "Broken box!"),
      row("3", "a", { cluster: "c" }),
      row("4", "Broken box"),
    ],
    test: [
      row("1", "nothing alike at all"),
      row("5", "broken BOX"),
      row("6", "b", { cluster: "c" }),
      row("7", "where is my parcel, please tell us"),
    ],
  });
  expect(report.leaks).toMatchObject([
    { kind: "id", a: { part: "train", id: "1" }, b: { part: "test", id: "1" } },
    { kind: "near", a: { part: "train", id: "1" }, b: { part: "test", id: "7" } },
    { kind: "exact", a: { part: "train", id: "2" }, b: { part: "test", id: "5" }, similarity: 1 },
    { kind: "cluster", a: { part: "train", id: "3" }, b: { part: "test", id: "6" } },
  ]);
  expect(report.leaks[1]?.similarity).toBeGreaterThan(0.7);
  expect(report.touched).toEqual({ train: 3, test: 4 });
});

it("finds nothing between parts that do not know each other", () => {
  expect(leakCheck({ demonstrations: [row("1", "one thing")], test: [row("2", "quite another")] })).toEqual({
    leaks: [],
    touched: { demonstrations: 0, test: 0 },
  });
});

it("refuses a leak on demand, by ids and never by texts", () => {
  const parts = { train: [row("1", "my secret")], test: [row("2", "My secret")] };
  const refusal = expect.objectContaining({
    code: "data.leak",
    message: expect.not.stringContaining("secret"),
    facts: expect.objectContaining({ count: 1 }),
  });
  expect(() => leakCheck(parts, { refuse: true })).toThrow(refusal);
});

it("stays linear where one text stands everywhere", () => {
  const many = (part: string): ReturnType<typeof row>[] => Array.from({ length: 2_000 }, (_, i) => row(`${part}${i}`, "hello"));
  expect(leakCheck({ train: many("a"), test: many("b") }).leaks.length).toBe(2_000);
});
