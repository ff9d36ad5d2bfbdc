import type { Split } from "@pawl/core";
import fc from "fast-check";
import { expect, it } from "vitest";
import { readMoment } from "./read-moment.ts";
import { splitByTime } from "./split-by-time.ts";

type Row = { readonly id: string; readonly input: { readonly at: number | string }; readonly cluster?: string; readonly split?: Split };

const row = (id: string, at: number | string, more: Partial<Row> = {}): Row => ({ id, input: { at }, ...more });
const time = "input.at";

const timed: fc.Arbitrary<readonly Row[]> = fc
  .array(fc.tuple(fc.nat(30), fc.nat(8)), { minLength: 2, maxLength: 60 })
  .filter((list) => new Set(list.map(([at]) => at)).size > 1)
  .map((list) => list.map(([at, cluster], i) => row(`${i}`, at, cluster === 8 ? {} : { cluster: `c${cluster}` })));

it("puts whole clusters into one split, and nothing that is learnt from is newer than the cut", () => {
  fc.assert(
    fc.property(timed, fc.tuple(fc.nat(5), fc.nat(5), fc.integer({ min: 1, max: 5 })), (rows, [train, dev, test]) => {
      const { rows: split, cuts } = splitByTime(rows, { time, train, dev, test });
      const clusters = new Map<string, Set<Split>>();
      for (const { cluster, split: its } of split) if (cluster) clusters.set(cluster, (clusters.get(cluster) ?? new Set()).add(its));
      for (const splits of clusters.values()) expect(splits.size).toBe(1);
      const learnt = split.filter((one) => one.split !== "test").map(({ input }) => 1000 * Number(input.at)); // Small numbers are seconds.
      if (cuts.test !== null) for (const at of learnt) expect(at).toBeLessThan(cuts.test);
    }),
    { seed: 11, numRuns: 300 },
  );
});

it("comes within half a moment's rows of the shares, whatever the order of rows", () => {
  fc.assert(
    fc.property(timed, fc.tuple(fc.nat(5), fc.nat(5), fc.integer({ min: 1, max: 5 })), (rows, [train, dev, test]) => {
      const alone = rows.map(({ id, input }) => ({ id, input }));
      const { rows: split, cuts, crossing } = splitByTime(alone, { time, train, dev, test });
      const moments = new Map<unknown, number>();
      for (const { input } of rows) moments.set(input.at, (moments.get(input.at) ?? 0) + 1);
      const largest = Math.max(...moments.values());
      const asked = (test / (train + dev + test)) * rows.length;
      expect(Math.abs(split.filter((one) => one.split === "test").length - asked)).toBeLessThanOrEqual(largest / 2 + 1e-6);
      expect(crossing).toEqual([]);
      expect(splitByTime(alone.toReversed(), { time, train, dev, test }).cuts).toEqual(cuts);
    }),
    { seed: 12, numRuns: 200 },
  );
});

it("moves a cluster that crosses a cut to its newest split, or leaves and reports it", () => {
  const rows = [row("a", "2026-01-01", { cluster: "k" }), row("b", "2026-02-01"), row("c", "2026-03-01", { cluster: "k" })];
  const options = { time, testFrom: "2026-02-15" };
  const moved = splitByTime(rows, options);
  expect(moved.rows.map(({ split }) => split)).toEqual(["test", "train", "test"]);
  expect(moved.crossing).toEqual([{ cluster: "k", ids: ["a", "c"], splits: ["train", "test"], movedTo: "test" }]);
  expect(moved.outOfTime).toEqual(["a"]);
  expect(moved.cuts).toEqual({ dev: null, test: Date.UTC(2026, 1, 15) });
  const left = splitByTime(rows, { ...options, crossing: "report" });
  expect(left.rows.map(({ split }) => split)).toEqual(["train", "train", "test"]);
  expect(left.crossing).toMatchObject([{ cluster: "k", movedTo: null }]);
});

it("keeps the split a row has, and its cluster follows", () => {
  const rows = [row("a", 1, { split: "train", cluster: "k" }), row("b", 9, { cluster: "k" }), row("c", 2), row("d", 8, { split: "dev" })];
  const split = splitByTime(rows, { time, testFrom: 5 });
  expect(split.rows.map((one) => one.split)).toEqual(["train", "train", "train", "dev"]);
  expect(split.outOfTime).toEqual(["b", "d"]);
  const torn = [row("a", 1, { split: "train", cluster: "k" }), row("b", 9, { split: "test", cluster: "k" })];
  expect(() => splitByTime(torn, { time, testFrom: 5 })).toThrow(expect.objectContaining({ code: "data.leak" }));
});

it("tells all rows without a time at once, and never their values", () => {
  const rows = [row("a", "2026-02-30"), { id: "b", input: {} }, row("c", "secret"), row("d", 4)];
  expect(() => splitByTime(rows, { time, test: 1, train: 1 })).toThrow(
    expect.objectContaining({
      code: "data.invalid-rows",
      message: expect.not.stringContaining("secret"),
      facts: expect.objectContaining({
        count: 3,
        mistakes: [
          expect.objectContaining({ line: 1, problem: "wrong-value" }),
          expect.objectContaining({ line: 2, problem: "missing-field" }),
          expect.objectContaining({ line: 3, problem: "wrong-value" }),
        ],
      }),
    }),
  );
});

it("has an answer for no row, one row, and one moment", () => {
  expect(splitByTime([], { time, train: 1, test: 1 }).rows).toEqual([]);
  expect(splitByTime([row("a", 1)], { time, train: 3, test: 1 }).rows).toMatchObject([{ split: "train" }]);
  expect(() => splitByTime([row("a", 1), row("b", 1)], { time, train: 1, test: 1 })).toThrow(
    expect.objectContaining({ code: "data.no-time-order" }),
  );
});

it("refuses shares beside dates, dates that are none, and dates in the wrong order", () => {
  const rows = [row("a", 1)];
  expect(() => splitByTime(rows, { time, test: 1, testFrom: 1 })).toThrow(RangeError);
  expect(() => splitByTime(rows, { time, testFrom: "soon" })).toThrow(RangeError);
  expect(() => splitByTime(rows, { time, testFrom: 1, devFrom: 2 })).toThrow(RangeError);
  expect(() => splitByTime(rows, { time })).toThrow(RangeError);
});

const DAY = Date.UTC(2026, 2, 1);

it.each([
  ["seconds", DAY / 1e3],
  ["seconds", `${DAY / 1e3}.000`],
  ["milliseconds", DAY],
  ["microseconds", DAY * 1e3],
  ["nanoseconds", `${DAY}000000`],
])("cuts a column of %s at a date", (_, at) => {
  const rows = [row("b", at), row("a", typeof at === "string" ? at.replace("2", "1") : at * 0.9)];
  const { cuts, rows: split } = splitByTime(rows, { time, testFrom: "2026-03-01" });
  expect(cuts.test).toBe(DAY);
  expect(split.map((one) => one.split)).toEqual(["test", "train"]);
  expect(splitByTime(rows, { time, train: 1, test: 1 }).cuts.test).toBe(DAY);
});

it("refuses a column that counts in two units, with the rows of the rarer one, and takes dates beside numbers", () => {
  const rows = [row("a", DAY / 1e3), row("b", DAY), row("c", DAY / 1e3 + 60), row("d", "2026-03-02"), row("e", 0)];
  const more = [...rows, row("f", DAY * 1e3)];
  expect(() => splitByTime(more, { time, train: 1, test: 1 })).toThrow(
    expect.objectContaining({
      code: "data.invalid-rows",
      message: expect.stringContaining('Row 2 (b): "input.at" is of the size of milliseconds since 1970, and 3 rows count in seconds'),
      facts: expect.objectContaining({ count: 2, mistakes: [expect.objectContaining({ line: 2 }), expect.objectContaining({ line: 6 })] }),
    }),
  );
  const place = ({ id }: Row): { readonly file: string; readonly line: number } => ({ file: "x.csv", line: id === "b" ? 7 : 30 });
  expect(() => splitByTime(more, { time, train: 1, test: 1, place })).toThrow(
    expect.objectContaining({
      message: expect.stringMatching(/^Dataset line 7 of x\.csv \(b\): "input\.at".*\nDataset line 30 of x\.csv \(f\): /),
      facts: expect.objectContaining({ mistakes: [expect.objectContaining({ file: "x.csv", line: 7 }), expect.anything()] }),
    }),
  );
  const one = rows.filter(({ id }) => id !== "b");
  expect(splitByTime(one, { time, testFrom: "2026-03-02" }).rows.map((each) => each.split)).toEqual(["train", "train", "test", "train"]);
});

it.each([
  ["2026-03-01", Date.UTC(2026, 2, 1)],
  ["2026-03-01T10:30", Date.UTC(2026, 2, 1, 10, 30)],
  ["2026-03-01 10:30:05.5+02:00", Date.UTC(2026, 2, 1, 8, 30, 5, 500)],
  ["2026-03-01T10:30:00-0130", Date.UTC(2026, 2, 1, 12)],
  ["1767225600000", 1767225600000],
  ["1767225600", 1767225600000],
  [1767225600.5, 1767225600500],
  [1767225600000000, 1767225600000],
  ["-86400", null],
  [-86400, -86400000],
  [99_999_999_999, 99_999_999_999_000],
  [100_000_000_000, 100_000_000_000],
  [99_999_999_999_999, 99_999_999_999_999],
  [100_000_000_000_000, 100_000_000_000],
  [1e17, 1e11],
  [new Date(5), 5],
  [new Date(Number.NaN), null],
  ["2026-02-29", null],
  ["2026-13-01", null],
  ["01/02/2026", null],
  ["yesterday", null],
  [Number.POSITIVE_INFINITY, null],
  [true, null],
])("reads the moment %j", (value, expected) => {
  expect(readMoment(value)?.at ?? null).toBe(expected);
});
