import { type Calibration, type Estimate, hashOf, type LabelledItem, type ModelRef, PawlError, type Scorer, type Sha256 } from "@pawl/core";
import type { SelfConsistency } from "@pawl/stats";
import type { JudgeAgreement } from "./judge-agreement.ts";

/** `usable`: shown to agree with people by more than the bar. `not-usable`: shown not to. */
export type JudgeVerdictKind = "usable" | "not-usable" | "inconclusive" | "cannot-measure";

export type JudgeVerdict = {
  readonly kind: JudgeVerdictKind;
  /** What is held against the bar: Cohen's κ of a scale with levels, else Spearman's ρ. */
  readonly measure: "kappa" | "spearman";
  readonly bar: number;
  readonly estimate: Estimate | null;
  /** In sentences: why, and what to do. */
  readonly reasons: readonly string[];
};

/** What a probe did, without the pairs it was computed from. */
export type CheckedProbe = {
  readonly probe: string;
  readonly items: number;
  readonly skipped: number;
  readonly moved: number | null;
  readonly movedByRepeat: number | null;
  readonly excess: Estimate | null;
  readonly shift: Estimate | null;
};

export type JuryCheck = {
  /** By name and model. */
  readonly jurors: readonly string[];
  /** Each juror's own agreement with people: the share of equal verdicts, or one less its mean distance, over the items that it voted on. */
  readonly agreement: readonly (Estimate | null)[];
  /** pairs[i][j]; null where one of the two made no error, or the same on every item. */
  readonly pairs: readonly (readonly (number | null)[])[];
  readonly errorCorrelation: Estimate | null;
  readonly effectiveJudges: Estimate | null;
};

export type NotProbed = {
  readonly probe: string;
  /** 0 where the readings that are there are enough; null where the probe does not apply: the outputs are no texts, or none names its model. */
  readonly calls: number | null;
};

/** A judge compared with people: the file beside the task, plain JSON without a time, so that the same comparison gives the same bytes. */
export type JudgeCheck = {
  readonly format: "pawl.judge-check/1";
  readonly judge: {
    readonly name: string;
    readonly hash: Sha256;
    /** Null for a scorer that asks no model. */
    readonly model: ModelRef | null;
    readonly scale: Scorer["scale"];
    readonly direction: Scorer["direction"];
  };
  readonly labels: {
    /** Of items, outputs and labels. */
    readonly hash: Sha256;
    readonly items: number;
    readonly ratings: number;
    readonly raters: readonly string[];
    /** Items that nobody labelled. */
    readonly unlabelled: number;
    /** Criterion that the labels are about, where they name one. */
    readonly about: string | null;
  };
  readonly level: number;
  /** How often the judge read each item. */
  readonly repeats: number;
  readonly agreement: JudgeAgreement;
  /** Why labelled items were left unscored, with how many. */
  readonly reasons: { readonly [reason: string]: number };
  /** How far the judge agrees with itself; null where it read each item once. */
  readonly noise: SelfConsistency | null;
  readonly probes: readonly CheckedProbe[];
  /** Over all planted instructions: verdicts moved, and verdicts raised, beyond the noise; null where none was planted. */
  readonly injection: { readonly excess: Estimate | null; readonly raised: Estimate | null } | null;
  /** Of a jury: how its jurors' errors go together, pair by pair and on average, and how many independent ones they are worth. Left out for a single judge. */
  readonly jury?: JuryCheck;
  /** What was left out, and how many calls of the judge's model it would take: of the judge's bias there nothing is known. */
  readonly notProbed?: readonly NotProbed[];
  readonly verdict: JudgeVerdict;
  /** What the judge's scores are corrected by. */
  readonly labelled: readonly LabelledItem[];
};

/** Returns what a judge carries of a check: attach it by `withCalibration`, or as a judge's option. */
export function calibrationOf(check: JudgeCheck): Calibration {
  const { agreement, judge, labelled, labels } = check;
  const { kappa, n, sensitivity, specificity } = agreement;
  const of = judge.model === null ? {} : { of: { hash: judge.hash, model: judge.model } };
  const { effectiveJudges, errorCorrelation, jurors = [] } = check.jury ?? {};
  const jury =
    errorCorrelation === undefined || effectiveJudges === undefined
      ? {}
      : { jury: { jurors: jurors.length, errorCorrelation, effectiveJudges } };
  return { items: n, raters: labels.raters.length, sensitivity, specificity, kappa, dataset: labels.hash, ...of, ...jury, labelled };
}

/**
 * Returns the judge with the calibration of a check. Of another hash or model than it has now it is kept and takes no part: its scores are shown as not
 * calibrated, with what changed. @throws TypeError for a scorer that asks no model
 */
export function withCalibration<S extends Scorer>(judge: S, check: JudgeCheck): S {
  if (judge.judge === undefined) throw new TypeError(`"${judge.name}" asks no model, so it takes no calibration.`);
  return { ...judge, judge: { model: judge.judge.model, calibration: calibrationOf(check) } };
}

/** What became of the judge's readings since an earlier check of the same outputs. */
export type ReadingDrift = {
  /** Outputs that both checks have. */
  readonly items: number;
  readonly changed: number;
  /** Mean of the later reading less the earlier one. */
  readonly shift: number;
  /** The same prompt, settings and model by name: what changed is behind the endpoint, or chance. */
  readonly sameJudge: boolean;
};

/**
 * Returns how far a judge reads the outputs of an earlier check otherwise now: a model that was changed behind its name shows in it. Null without a common output.
 * Hold `changed` against the noise of asking again.
 */
export function readingDrift(before: JudgeCheck, after: JudgeCheck): ReadingDrift | null {
  const keyOf = ({ id, trace }: LabelledItem): string => JSON.stringify([id, trace ?? null]);
  const earlier = Map.groupBy(before.labelled, keyOf);
  const now = Map.groupBy(after.labelled, keyOf);
  // Outputs of several models for one example cannot be told apart here.
  const pairs = [...now].flatMap(([key, [item, ...others]]) => {
    const [first, ...twice] = earlier.get(key) ?? [];
    if (item === undefined || others.length + twice.length > 0) return [];
    const was = first?.judge;
    return was === undefined ? [] : [item.judge - was];
  });
  if (pairs.length === 0) return null;
  return {
    items: pairs.length,
    changed: pairs.filter((difference) => difference !== 0).length,
    shift: pairs.reduce((sum, difference) => sum + difference, 0) / pairs.length,
    sameJudge: before.judge.hash === after.judge.hash,
  };
}

/** Returns a check as the text of its file: a field a line, and a labelled item a line, so that changes are read in git. */
export function judgeCheckFile(check: JudgeCheck): string {
  const { labelled, ...rest } = check;
  const head = JSON.stringify({ ...rest, content: hashOf(check) }, null, 2).replace(/\n\}$/, "");
  const items = labelled.map((item) => `    ${JSON.stringify(item)}`).join(",\n");
  return `${head},\n  "labelled": [${items === "" ? "" : `\n${items}\n  `}]\n}\n`;
}

/**
 * Returns the check that a file's text is.
 * @throws PawlError `data.judge-check-conflict` (merge markers), `data.judge-check-newer` (a later format), `data.judge-check-edited` (not what was written)
 */
export function parseJudgeCheck(text: string, options: { readonly where?: string | undefined } = {}): JudgeCheck {
  const { where = "The judge check" } = options;
  const again = "Check the judge again: pawl judge check TASK --labels FILE.";
  const fail = (code: `data.${string}`, message: string): never => {
    throw new PawlError(code, `${where} ${message}`, { facts: { where } });
  };
  if (/^(<{7}|={7}|>{7})/m.test(text))
    fail("data.judge-check-conflict", `holds the markers of a merge conflict. Take one side, or: ${again}`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail("data.judge-check-edited", `is not JSON. ${again}`);
  }
  const { content, ...check } = Object(value);
  const { format } = check;
  if (typeof format === "string" && /^pawl\.judge-check\/(?!1$)\d+$/.test(format))
    fail("data.judge-check-newer", `is of the format ${format}; this version reads pawl.judge-check/1. Update Pawl.`);
  if (!isCheck(check) || typeof content !== "string" || content !== hashOf(check))
    return fail("data.judge-check-edited", `is not as it was written: it was edited, or is something else. ${again}`);
  return check;
}

/** By its own hash the rest is what was written. */
function isCheck(value: unknown): value is JudgeCheck {
  return Object(value).format === "pawl.judge-check/1";
}
