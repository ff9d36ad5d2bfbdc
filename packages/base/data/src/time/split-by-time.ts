import { type Example, type Ms, PawlError, type Split } from "@pawl/core";
import { SPLITS } from "../example-row.ts";
import { fieldAt } from "../field-at.ts";
import { collectMistakes, fileLine } from "../mistakes.ts";
import { keptSplit, sharesOf } from "../split-examples.ts";
import { type Moment, type ReadMoment, readMoment, type TimeUnit } from "./read-moment.ts";

type SplitRow = Example & { readonly split?: Split };

export interface SplitByTimeOptions<R> {
  /** When a row came to be: the dotted path of a field, e.g. `input.sentAt`, or a function. Numbers are seconds, milliseconds or microseconds since 1970, told apart by their magnitude (see `Moment`); all rows count in one of them. */
  readonly time: string | ((row: R) => Moment | null | undefined);
  /** How much of the rows each split gets, oldest first, as shares or counts; either these or the dates. */
  readonly train?: number | undefined;
  readonly dev?: number | undefined;
  readonly test?: number | undefined;
  /** Rows of this moment and later are test. */
  readonly testFrom?: Moment | undefined;
  /** Rows of this moment and later, and before `testFrom`, are dev; those before are train. @default nothing is dev */
  readonly devFrom?: Moment | undefined;
  /**
   * What becomes of a cluster whose rows lie on both sides of a cut: `move` sends all of it to the newest of its splits, so that nothing that is
   * learnt from stands in what is examined, nor is newer than the cut; `report` leaves the rows where their times put them. @default "move"
   */
  readonly crossing?: "move" | "report" | undefined;
  /** Where a row stands, for what is said of it. @default its number among the rows, from 1 */
  readonly place?: ((row: R) => { readonly file: string; readonly line: number }) | undefined;
}

/** A cluster with rows on both sides of a cut. */
export type TimeCrossing = {
  readonly cluster: string;
  readonly ids: readonly string[];
  /** Where the rows' own times put them, oldest first. */
  readonly splits: readonly Split[];
  /** Where all of them went; null where they were left. */
  readonly movedTo: Split | null;
};

export type TimeSplit<R> = {
  /** In their order. */
  readonly rows: readonly (R & { readonly split: Split })[];
  /** The first moment of dev and of test, in milliseconds since 1970; null where nothing begins there. */
  readonly cuts: { readonly dev: Ms | null; readonly test: Ms | null };
  readonly crossing: readonly TimeCrossing[];
  /** Ids of the rows that are not in the split of their own time: they moved with their cluster, or had a split already. */
  readonly outOfTime: readonly string[];
};

/**
 * Returns the rows split by time: train is the oldest, test the newest. Rows of one moment are never parted, so a split's size is at most half
 * the largest moment's rows away from what was asked, before clusters move. Nothing is drawn and the order of rows does not matter. A row that
 * has a split keeps it, and under `move` its cluster follows. An empty list gives an empty one.
 * @throws PawlError `data.invalid-rows` with all rows without a readable time, or that count it in another unit than most do; `data.no-time-order` where all have the same and shares are asked for,
 * `data.leak` where a cluster's rows have different splits already; RangeError for shares or dates that make no split.
 */
export function splitByTime<R extends SplitRow>(rows: readonly R[], options: SplitByTimeOptions<R>): TimeSplit<R> {
  const { crossing: crossed = "move" } = options;
  const dated = datesOf(options);
  const times = timesOf(rows, options);
  const cuts = dated ?? cutsOf(times, sharesOf(options));
  const byTime = times.map((time): Split => {
    if (cuts.test !== null && time >= cuts.test) return "test";
    return cuts.dev !== null && time >= cuts.dev ? "dev" : "train";
  });
  const final = rows.map((row, i) => row.split ?? byTime[i] ?? "train");
  const crossing: TimeCrossing[] = [];
  for (const [cluster, places] of clustersOf(rows)) {
    const members = places.flatMap((i) => rows[i] ?? []);
    const splits = SPLITS.filter((split) => places.some((i) => byTime[i] === split));
    const kept = crossed === "move" ? keptSplit(cluster, members) : null;
    const movedTo = crossed === "report" ? null : (kept ?? splits.at(-1) ?? null);
    if (movedTo !== null) for (const i of places) final[i] = movedTo;
    if (splits.length > 1) crossing.push({ cluster, ids: members.map(({ id }) => id), splits, movedTo });
  }
  return {
    rows: rows.map((row, i) => ({ ...row, split: final[i] ?? "train" })),
    cuts,
    crossing,
    outOfTime: rows.flatMap(({ id }, i) => (final[i] === byTime[i] ? [] : [id])),
  };
}

type Cuts = TimeSplit<never>["cuts"];

function datesOf<R>({ train, dev, test, testFrom, devFrom }: SplitByTimeOptions<R>): Cuts | null {
  const shared = train !== undefined || dev !== undefined || test !== undefined;
  if (testFrom === undefined && devFrom === undefined) return null;
  if (shared) throw new RangeError("A split by time takes either the shares train, dev and test, or the dates devFrom and testFrom.");
  const read = (name: string, moment: Moment | undefined): Ms | null => {
    if (moment === undefined) return null;
    const time = readMoment(moment);
    if (time === null)
      throw new RangeError(`${name} is a date such as 2026-03-01, or seconds or milliseconds since 1970; got ${JSON.stringify(moment)}.`);
    return time.at;
  };
  const cuts = { dev: read("devFrom", devFrom), test: read("testFrom", testFrom) };
  if (cuts.dev !== null && cuts.test !== null && cuts.dev > cuts.test) throw new RangeError("devFrom is not after testFrom.");
  return cuts;
}

function timesOf<R extends SplitRow>(rows: readonly R[], { place, time }: Pick<SplitByTimeOptions<R>, "place" | "time">): readonly Ms[] {
  const ids = new Map<number, string>();
  const mistakes = collectMistakes({
    place: (mistake) => `${place === undefined ? `Row ${mistake.line}` : fileLine(mistake)} (${ids.get(mistake.line) ?? ""})`,
    advice: "Give each row a moment written as in the others, or take the row out. Nothing was split.",
  });
  const field = typeof time === "string" ? time : "time";
  const read = rows.map((row): ReadMoment | null => {
    const value = typeof time === "function" ? time(row) : fieldAt(row, time);
    return readMoment(value) ?? (value === undefined || value === null || value === "" ? null : UNREADABLE);
  });
  const usual = usualUnit(read);
  for (const [i, moment] of read.entries()) {
    const says = problemOf(moment, { field, usual });
    const row = rows[i];
    if (says === null || row === undefined) continue;
    const at = place?.(row) ?? { file: "rows", line: i + 1 };
    ids.set(at.line, row.id);
    mistakes.add({ ...at, field, problem: moment === null ? "missing-field" : "wrong-value", says });
  }
  mistakes.throwIfAny();
  return read.map((moment) => moment?.at ?? 0);
}

const UNREADABLE: ReadMoment = { at: Number.NaN, unit: null };

interface UsualUnit {
  readonly unit: TimeUnit;
  /** Rows that count in it. */
  readonly rows: number;
}

/** The unit of most rows, of two that are equally many the one met first; null where no time is a number. */
function usualUnit(moments: readonly (ReadMoment | null)[]): UsualUnit | null {
  const counts = new Map<TimeUnit, number>();
  for (const moment of moments) if (moment?.unit) counts.set(moment.unit, (counts.get(moment.unit) ?? 0) + 1);
  let usual: UsualUnit | null = null;
  for (const [unit, rows] of counts) if (usual === null || rows > usual.rows) usual = { unit, rows };
  return usual;
}

function problemOf(
  moment: ReadMoment | null,
  { field, usual }: { readonly field: string; readonly usual: UsualUnit | null },
): string | null {
  if (moment === null) return `there is no "${field}".`;
  if (moment === UNREADABLE)
    return `"${field}" is no moment: expected ISO 8601 such as 2026-03-01 or 2026-03-01T08:30:00Z, or seconds, milliseconds or microseconds since 1970.`;
  if (moment.unit === null || usual === null || moment.unit === usual.unit) return null;
  return `"${field}" is of the size of ${moment.unit} since 1970, and ${usual.rows} ${usual.rows === 1 ? "row counts" : "rows count"} in ${usual.unit}: all rows count in one unit.`;
}

function cutsOf(times: readonly Ms[], shares: { readonly [split in Split]: number }): Cuts {
  const sorted = times.toSorted((a, b) => a - b);
  const boundaries = [0, ...sorted.flatMap((time, i) => (i > 0 && time !== sorted[i - 1] ? [i] : [])), sorted.length];
  const several = SPLITS.filter((split) => shares[split] > 0).length > 1;
  if (several && sorted.length > 1 && boundaries.length === 2) {
    const at = new Date(sorted[0] ?? 0).toISOString();
    throw new PawlError(
      "data.no-time-order",
      `All ${sorted.length} rows have the same time (${at}), so none is newer. Split them by cluster.`,
      {
        facts: { rows: sorted.length, time: sorted[0] ?? null },
      },
    );
  }
  // The nearest place between two moments; of two equally near the later one, so that less is examined and more learnt from.
  const nearest = (wanted: number, last: number): number =>
    boundaries.reduce((best, one) => (one <= last && Math.abs(one - wanted) <= Math.abs(best - wanted) + 1e-9 ? one : best), 0);
  const testAt = shares.test === 0 ? sorted.length : nearest(sorted.length * (1 - shares.test), sorted.length);
  const devAt = shares.dev === 0 ? testAt : nearest(sorted.length * shares.train, testAt);
  return { dev: devAt < testAt ? (sorted[devAt] ?? null) : null, test: sorted[testAt] ?? null };
}

function clustersOf(rows: readonly SplitRow[]): ReadonlyMap<string, readonly number[]> {
  const clusters = new Map<string, number[]>();
  for (const [i, { cluster }] of rows.entries()) {
    if (cluster === undefined) continue;
    const places = clusters.get(cluster);
    if (places === undefined) clusters.set(cluster, [i]);
    else places.push(i);
  }
  return clusters;
}
