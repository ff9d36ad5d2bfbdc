import { basename, dirname, extname, join } from "node:path";
import { type Example, PawlError, type Split, type Task } from "@pawl/core";
import {
  clusterExamples,
  readExamples,
  readMoment,
  type SealedLeakReport,
  type SplitByTimeOptions,
  sealedLeakCheck,
  sliceExamples,
  splitByTime,
  splitExamples,
  type TimeCrossing,
  writeExamples,
} from "@pawl/data";
import { intoFolder } from "../into-folder.ts";
import type { Output } from "../output.ts";
import type { Project } from "../project/project.ts";
import { columnMap, mapped } from "./data-import.ts";

export interface DataSplitOptions {
  readonly from: string;
  /** Folder of the files written. @default that of `from` */
  readonly out?: string | undefined;
  readonly map: readonly string[];
  /** Of a CSV. @default a comma */
  readonly delimiter?: string | undefined;
  readonly task?: string | undefined;
  /** Shares; 0.6, 0.2 and 0.2 where none is given. */
  readonly train?: number | undefined;
  readonly dev?: number | undefined;
  readonly test?: number | undefined;
  readonly seed: number;
  /** Field whose value stays together. */
  readonly group?: string | undefined;
  /** Field with the moment of a row. */
  readonly time?: string | undefined;
  readonly testFrom?: string | undefined;
  readonly devFrom?: string | undefined;
  readonly crossing?: string | undefined;
  readonly overwrite: boolean;
  readonly abortSignal: AbortSignal;
}

type Row = Example & { readonly split?: Split };

interface Placed {
  readonly rows: readonly (Example & { readonly split: Split })[];
  readonly crossing: readonly TimeCrossing[];
  readonly how: string;
}

const SPLITS: readonly Split[] = ["train", "dev", "test"];

/** Splits a file's rows by near-duplicate cluster, by group or by time into one file for each split: all of them are written, or none. */
export async function dataSplit(output: Output, project: () => Promise<Project>, options: DataSplitOptions): Promise<void> {
  checkOptions(options);
  const task = options.task === undefined ? undefined : (await project()).entry(options.task).task;
  const { out = dirname(options.from) } = options;
  await intoFolder(out, () => splitInto(output, { ...options, out }, task));
}

async function splitInto(output: Output, options: DataSplitOptions & { readonly out: string }, task: Task | undefined): Promise<void> {
  const { from, out, seed, delimiter, overwrite, abortSignal } = options;
  const map = options.map.length > 0 ? columnMap(options.map) : undefined;
  const lines = new Map<string, number>();
  const onRow = ({ id, line }: { readonly id: string; readonly line: number }): void => void lines.set(id, line);
  const read = await mapped(() => readExamples({ path: from, map, task, delimiter, onRow, abortSignal }));
  const { rows, crossing, how } = placed(read, { ...options, place: ({ id }) => ({ file: from, line: lines.get(id) ?? 0 }) });
  const of = (split: Split): readonly (Example & { readonly split: Split })[] => rows.filter((row) => row.split === split);
  const leaks = await sealedLeakCheck({
    sealed: of("test"),
    sources: [
      { kind: "examples", name: "train", examples: of("train") },
      { kind: "examples", name: "dev", examples: of("dev") },
    ],
    abortSignal,
  });
  const stem = basename(from, extname(from));
  const files = SPLITS.map((split) => ({ split, path: join(out, `${stem}.${split}.jsonl`), rows: of(split) }));
  await writeExamples(files, { overwrite, abortSignal });
  const written = files.map(({ split, path, rows: own }) => ({ split, path: own.length === 0 ? null : path, count: own.length }));
  output.document({ by: how, seed, files: written, crossing, leaks });
  for (const { split, path, count } of written) {
    output.print(`${split.padEnd(5)} ${String(count).padStart(6)}  ${path ?? "no row, and no file was written"}`);
  }
  output.print(told(how, crossing, leaks));
}

function told(how: string, crossing: readonly TimeCrossing[], leaks: SealedLeakReport): string {
  const moved = crossing.filter(({ movedTo }) => movedTo !== null).length;
  const left = crossing.length - moved;
  const crossed = [
    moved === 0 ? "" : ` ${moved} near-duplicate cluster${moved === 1 ? "" : "s"} crossed a cut and went whole into the newest split.`,
    left === 0 ? "" : ` ${left} near-duplicate cluster${left === 1 ? "" : "s"} cross a cut and were left so.`,
  ];
  return `Split by ${how}.${crossed.join("")} ${leaks.sentence}`;
}

function placed(read: readonly Row[], options: DataSplitOptions & { readonly place: SplitByTimeOptions<Row>["place"] }): Placed {
  const { train, dev, test, seed, group, place, time, testFrom, devFrom } = options;
  const none = train === undefined && dev === undefined && test === undefined;
  const shares = none ? { train: 0.6, dev: 0.2, test: 0.2 } : { train, dev, test };
  if (group !== undefined) {
    const groups = groupsOf(read, group);
    return { rows: splitExamples(read, { ...shares, seed, by: ({ id }) => groups.get(id) ?? id }), crossing: [], how: `group (${group})` };
  }
  const clustered = clusterExamples(read);
  if (time === undefined) return { rows: splitExamples(clustered, { ...shares, seed }), crossing: [], how: "near-duplicate cluster" };
  const crossing = options.crossing === "report" ? "report" : "move";
  const dated = testFrom !== undefined || devFrom !== undefined;
  const split = splitByTime(clustered, { time, place, crossing, ...(dated ? { testFrom, devFrom } : shares) });
  return { rows: split.rows, crossing: split.crossing, how: `time (${time})` };
}

function groupsOf(rows: readonly Row[], field: string): ReadonlyMap<string, string> {
  const { slices, unsliced, overlapping } = sliceExamples(rows, { by: { field } });
  if (unsliced.length > 0 || overlapping) {
    const shown = unsliced.slice(0, 20).join(", ");
    const what =
      unsliced.length > 0
        ? `${unsliced.length} of ${rows.length} rows have no text or number there: ${shown}`
        : "it is a list in some rows";
    throw new PawlError(
      "data.no-group",
      `--group ${field} names no group: ${what}.\nName a field that every row has, as --group input.customer, or leave --group out.\nNothing was written.`,
      {
        facts: { field, count: unsliced.length, ids: unsliced.slice(0, 20) },
      },
    );
  }
  return new Map(slices.flatMap(({ name, ids }) => ids.map((id) => [id, name] as const)));
}

/** @throws PawlError `use.split-options` with all that do not go together. */
function checkOptions({ group, time, testFrom, devFrom, crossing, train, dev, test }: DataSplitOptions): void {
  const dated = testFrom !== undefined || devFrom !== undefined;
  const shared = train !== undefined || dev !== undefined || test !== undefined;
  const filled = [train, dev, test].filter((share) => share !== undefined && share > 0).length;
  const [devAt, testAt] = [devFrom, testFrom].map((date) => (date === undefined ? undefined : (readMoment(date)?.at ?? null)));
  const noDate = (option: string, given: string | undefined): string =>
    `${option} is a date, as 2026-03-01 or 2026-03-01T08:30:00Z, or seconds or milliseconds since 1970; got "${given}".`;
  const wrong = [
    group !== undefined && time !== undefined ? "--group and --time are two ways to split: give one of them." : null,
    dated && time === undefined
      ? "--test-from and --dev-from are dates of a split by --time: name the field with the date, as --time input.sentAt."
      : null,
    dated && shared ? "Give either shares (--train, --dev, --test) or dates (--test-from, --dev-from)." : null,
    devAt === null ? noDate("--dev-from", devFrom) : null,
    testAt === null ? noDate("--test-from", testFrom) : null,
    devAt != null && testAt != null && devAt > testAt ? "--dev-from is later than --test-from: test is the newest." : null,
    shared && !dated && filled < 2
      ? `${filled === 0 ? "No split gets any row" : "One split gets all rows"}: give at least two of --train, --dev and --test a share above 0, as --train 0.6 --dev 0.2 --test 0.2.`
      : null,
    crossing !== undefined && time === undefined ? "--crossing belongs to a split by --time." : null,
    crossing !== undefined && crossing !== "move" && crossing !== "report" ? `--crossing is move or report; got "${crossing}".` : null,
  ].filter((problem) => problem !== null);
  if (wrong.length > 0)
    throw new PawlError("use.split-options", `${wrong.join("\n")}\nNothing was written.`, { facts: { problems: wrong } });
}
