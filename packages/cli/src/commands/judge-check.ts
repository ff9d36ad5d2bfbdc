import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { type CallOptions, type Example, isPawlError, PawlError, type Score, type Scorer, type Unscored } from "@pawl/core";
import {
  calibrateJudge,
  type JudgeCheck,
  type JudgeVerdictKind,
  judgeCheckFile,
  judgeCheckHtml,
  judgeCheckText,
  parseJudgeCheck,
  type ReadingDrift,
  readingDrift,
} from "@pawl/eval/calibration";
import { biasProbes, ownFamilyProbe, type Probe, positionProbe } from "@pawl/eval/judge";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { chosenJudge } from "../judge/chosen-judge.ts";
import { judgeFile } from "../judge/judge-files.ts";
import { readLabels } from "../judge/read-labels.ts";
import type { Output } from "../output.ts";
import { errorFacts, errorText } from "../print-error.ts";
import { progressBar } from "../progress-bar.ts";
import { loadExamples } from "../project/load-examples.ts";
import type { Project } from "../project/project.ts";
import { storedEvaluation } from "../project/stored-evaluation.ts";
import { writeWhole } from "../write-whole.ts";

export interface JudgeCheckOptions {
  readonly task: string;
  readonly scorer?: string | undefined;
  /** JSONL, JSON or CSV. */
  readonly labels: string;
  /** Of a CSV. @default a comma */
  readonly delimiter?: string | undefined;
  /** A stored run whose outputs were labelled. */
  readonly run?: string | undefined;
  readonly repeats: number;
  /** Names of probes with commas between, `few` (those of few calls, of outputs that are texts), `all` or `none`. */
  readonly probes: string;
  /** As `1..5`. */
  readonly scale?: string | undefined;
  readonly passFrom?: number | undefined;
  readonly about?: string | undefined;
  readonly bar?: number | undefined;
  readonly concurrency: number;
  readonly abortSignal: AbortSignal;
}

const EXITS: { readonly [kind in JudgeVerdictKind]: ExitCode } = {
  usable: EXIT.done,
  "not-usable": EXIT.no,
  inconclusive: EXIT.inconclusive,
  "cannot-measure": EXIT.unmeasured,
};

/**
 * Compares a judge with people and keeps the check beside the task, where its scores are corrected by it from then on: 0 usable, 1 shown not to be, 2 inconclusive,
 * 3 could not measure (then the check that was there is left as it was; an endpoint that is away is this too).
 * @throws PawlError `use.no-judge`, `use.probes`, `use.scale`, `data.invalid-labels`
 */
export async function judgeCheckCommand(output: Output, project: Project, options: JudgeCheckOptions): Promise<ExitCode> {
  const { about, abortSignal, bar, concurrency, passFrom, repeats } = options;
  const entry = project.entry(options.task);
  const judge = chosenJudge(entry, options.scorer);
  const named = probesOf(options.probes);
  const range = scaleOf(options.scale);
  const { items, labels } = await labelled(project, options, judge.name);
  const texts = items.every((item) => typeof item.output === "string");
  const { injection, probes } = options.probes === "few" && !texts ? { injection: false, probes: [] } : named;
  let check: JudgeCheck;
  try {
    const told = reporting(judge, progressBar(output));
    check = await calibrateJudge({
      judge: told as Scorer<unknown, unknown, unknown>,
      items,
      labels,
      repeats,
      probes,
      injection,
      concurrency,
      abortSignal,
      ...(range === undefined ? {} : { range }),
      ...(passFrom === undefined ? {} : { passFrom }),
      ...(about === undefined ? {} : { about }),
      ...(bar === undefined ? {} : { bar }),
    });
  } catch (error) {
    if (!isPawlError(error) || !error.code.startsWith("service.")) throw error;
    const { code } = error;
    output.document({ error: { code, message: errorText(error, false), facts: errorFacts(error) }, exit: EXIT.unmeasured });
    output.fail(`${output.style("red", "✗")} The judge could not be asked: ${errorText(error, false)}`);
    return EXIT.unmeasured;
  }
  const exit = EXITS[check.verdict.kind];
  const report = project.path(join(".pawl", "reports", `judge-${entry.task.name}-${encodeURIComponent(judge.name)}.html`));
  writeWhole(report, judgeCheckHtml(check));
  const kept = check.verdict.kind === "cannot-measure" ? null : judgeFile(project.files(entry.task).judges, judge.name);
  const drift = driftOf(judgeFile(project.files(entry.task).judges, judge.name), check);
  if (kept !== null) writeWhole(kept, judgeCheckFile(check));
  output.document({ ...check, drift, report, file: kept, exit });
  output.print(judgeCheckText(check, { columns: Math.min(output.columns, 120) }).trimEnd());
  if (drift !== null) {
    const who = drift.sameJudge ? "The same judge" : "Another prompt, setting or model";
    output.print(
      `\n${who} reads ${drift.changed} of ${drift.items} outputs otherwise than in the check before, by ${Number(drift.shift.toFixed(3))} on average.`,
    );
  }
  output.print(`\n  ${relative(process.cwd(), report)}`);
  output.print(
    kept === null
      ? "  No check was kept."
      : `  ${relative(process.cwd(), kept)}  (commit it: the scores of "${judge.name}" are shown corrected by it from now on)`,
  );
  return exit;
}

/** Against the check that is kept; one that cannot be read is replaced. */
function driftOf(path: string, check: JudgeCheck): ReadingDrift | null {
  try {
    return readingDrift(parseJudgeCheck(readFileSync(path, "utf8")), check);
  } catch {
    return null;
  }
}

async function labelled(project: Project, { abortSignal, delimiter, labels: path, run, task }: JudgeCheckOptions, scorer: string) {
  const entry = project.entry(task);
  const dataset = await loadExamples(project, entry, abortSignal);
  const examples = new Map<string, Example>();
  for (const split of ["train", "dev"] as const) for await (const example of dataset.read(split)) examples.set(example.id, example);
  if (run === undefined) return readLabels({ path, delimiter, examples, abortSignal });
  await using store = await project.openStore();
  const evaluation = await storedEvaluation(store, project, run);
  const { id, task: of } = evaluation.record;
  if (of.name !== entry.task.name)
    throw new PawlError(
      "use.other-run",
      `Run ${id} is of the task "${of.name}", not of "${entry.task.name}". Take another.\nNothing was run.`,
      {
        facts: { run: id, task: of.name },
      },
    );
  return readLabels({ path, delimiter, examples, run: { evaluation, scorer }, abortSignal });
}

/** Readings are as many as they are: how many a probe applies to is not known beforehand. */
function reporting<I, O, E>(judge: Scorer<I, O, E>, onProgress: ReturnType<typeof progressBar>): Scorer<I, O, E> {
  let done = 0;
  return {
    ...judge,
    score: async (request, options?: CallOptions): Promise<Score | Unscored> => {
      const score = await judge.score(request, options);
      onProgress({ label: "Judged", done: ++done, total: null, unit: "readings" });
      return score;
    },
  };
}

function probesOf(names: string): { readonly probes: readonly Probe[]; readonly injection: boolean } {
  const known: readonly Probe[] = [...biasProbes(), positionProbe(), ownFamilyProbe()];
  const wanted =
    names === "none" || names === ""
      ? []
      : names === "few"
        ? [...biasProbes(), positionProbe()].map(({ name }) => name)
        : names === "all"
          ? [...known.map(({ name }) => name), "injection"]
          : names.split(",").map((name) => name.trim());
  const unknown = wanted.filter((name) => name !== "injection" && !known.some((probe) => probe.name === name));
  if (unknown.length > 0) {
    const has = [...known.map(({ name }) => name), "injection"];
    throw new PawlError(
      "use.probes",
      `There is no probe ${unknown.map((name) => `"${name}"`).join(", ")}. Use ${has.join(", ")}, few, all or none.\nNothing was run.`,
      {
        facts: { unknown, probes: has },
      },
    );
  }
  return { probes: known.filter(({ name }) => wanted.includes(name)), injection: wanted.includes("injection") };
}

function scaleOf(text: string | undefined): readonly [number, number] | undefined {
  if (text === undefined) return undefined;
  const [, low, high] = /^(-?\d+(?:\.\d+)?)\.\.(-?\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (low !== undefined && high !== undefined && Number(low) < Number(high)) return [Number(low), Number(high)];
  throw new PawlError("use.scale", `"${text}" is no scale. Write its lowest and highest label, as in --scale 1..5.\nNothing was run.`, {
    facts: { scale: text },
  });
}
