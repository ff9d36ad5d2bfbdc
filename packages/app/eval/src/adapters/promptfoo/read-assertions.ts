import type { Step } from "@pawl/core";
import { type Fields, isFields } from "../fields.ts";
import { filled, templateCode } from "../template-text.ts";
import type { Unsupported } from "../unsupported.ts";
import type { Check, Checked, CheckMakers } from "./assertion.ts";
import { MAKERS, turned } from "./checks.ts";
import type { LocalFiles, Read } from "./local-files.ts";
import { parsedFile } from "./parse-text.ts";

export interface ReadAssertions {
  /** Null stands for one that is not supported: whoever has it cannot be scored. One of weight 0 that is not supported is left out. */
  readonly checks: readonly (Check | null)[];
  readonly unsupported: readonly Unsupported[];
}

export interface ReadContext extends CheckMakers {
  readonly vars: Fields;
  readonly templates: Fields;
  readonly files: LocalFiles;
}

/** What changes an assertion's meaning and is not done. */
const NOT_DONE = ["transform", "contextTransform", "config", "rubricPrompt", "normalizeUnicode"];

/** What is checked, but otherwise than there. */
const NOTES: { readonly [typeOrField: string]: string } = {
  provider: "The judge or embedding model that was given is asked instead.",
  meteor:
    "Words match where they are equal: stems and synonyms, which promptfoo looks up with the package natural, do not. Scores are lower.",
  alpha: "METEOR has its own weights: this one is not read.",
  beta: "METEOR has its own weights: this one is not read.",
  gamma: "METEOR has its own weights: this one is not read.",
};

/** Returns the checks of a list of assertions, with what of them is not supported. */
export async function readAssertions(list: readonly unknown[], at: string, context: ReadContext): Promise<ReadAssertions> {
  const all: ReadOne[] = [];
  for (const [i, entry] of list.entries()) all.push(await readOne(entry, `${at}[${i}]`, context));
  return {
    checks: all.flatMap(({ check }) => (check === "recorded" ? [] : [check])),
    unsupported: all.flatMap(({ unsupported }) => unsupported),
  };
}

interface ReadOne {
  readonly check: Check | null | "recorded";
  readonly unsupported: readonly Unsupported[];
}

async function readOne(entry: unknown, at: string, context: ReadContext): Promise<ReadOne> {
  const read = await readAssertion(entry, at, context);
  if (read.check !== null || !isFields(entry) || entry["weight"] !== 0) return read;
  return {
    check: "recorded",
    unsupported: read.unsupported.map(({ why, ...place }) => ({
      ...place,
      why: `${why} It weighs nothing, and the test is scored without it.`,
    })),
  };
}

async function readAssertion(entry: unknown, at: string, context: ReadContext): Promise<ReadOne> {
  const assertion = resolved(entry, context.templates);
  if (assertion === null)
    return failed(at, "assertion", "It is no object with a type, names a template that is not there, or was not read.");
  const { metric, type, weight = 1 } = assertion;
  if (typeof type !== "string") return failed(at, "assertion", "It has no type.");
  if (typeof weight !== "number" || !(weight >= 0)) return failed(at, type, "Its weight is no number of at least 0.");
  const named = typeof metric === "string" ? metric : undefined;
  if (type === "assert-set") return readSet(assertion, at, { context, weight, metric: named });
  const negated = type.startsWith("not-");
  const base = negated ? type.slice(4) : type;
  const maker = Object.hasOwn(MAKERS, base) ? MAKERS[base] : undefined;
  if (maker === undefined) return failed(at, type, "This type is not read: the tests that have it are left unscored.");
  const extra = NOT_DONE.filter((field) => assertion[field] !== undefined);
  if (extra.length > 0) return failed(at, type, `Its ${extra.join(" and ")} would change what is checked.`);
  const given = await valueFilled(assertion["value"], context);
  const value = "why" in given ? given : await schemaOf(base, given.value);
  if ("why" in value) return failed(at, type, value.why);
  const threshold = assertion["threshold"];
  if (threshold !== undefined && typeof threshold !== "number") return failed(at, type, "Its threshold is no number.");
  const ask = maker({ type: base, value: value.value, threshold }, context);
  if (typeof ask === "string") return failed(at, type, ask);
  const notes = Object.entries(NOTES).flatMap(([what, why]) => (base === what || assertion[what] !== undefined ? [{ at, what, why }] : []));
  const judge = base === "llm-rubric" && typeof value.value === "string" ? context.judge?.(value.value).judge?.model : undefined;
  return { check: { type, weight, metric: named, judge, check: negated ? turned(ask) : ask }, unsupported: notes };
}

async function readSet(
  assertion: Fields,
  at: string,
  { context, metric, weight }: { readonly context: ReadContext; readonly weight: number; readonly metric: string | undefined },
): Promise<ReadOne> {
  const { assert, threshold } = assertion;
  if (!Array.isArray(assert)) return failed(at, "assert-set", "It has no list of assertions.");
  const { checks, unsupported } = await readAssertions(assert, `${at}.assert`, context);
  const whole = checks.flatMap((check) => (check ? [check] : []));
  if (whole.length < checks.length) return { check: null, unsupported };
  const least = typeof threshold === "number" ? threshold : null;
  return {
    check: {
      type: "assert-set",
      weight,
      metric,
      judge: whole.find(({ judge, weight: own }) => judge !== undefined && own > 0)?.judge,
      check: (request, output, options) => allOf(whole, least, (each) => each.check(request, output, options)),
    },
    unsupported,
  };
}

/**
 * Returns what several checks say together: the weighted mean, passing at the threshold or, without one, where all that count pass. Nobody can
 * tell where one that counts cannot be told.
 */
export async function allOf(checks: readonly Check[], threshold: number | null, ask: (check: Check) => Promise<Checked>): Promise<Checked> {
  let sum = 0;
  let total = 0;
  const failedReasons: string[] = [];
  const steps: Step[] = [];
  const taken = (): Pick<Checked, "steps"> => (steps.length === 0 ? {} : { steps });
  for (const check of checks) {
    const found = await ask(check);
    steps.push(...(found.steps ?? []));
    if (check.weight === 0) continue;
    if (found.pass === null) return { pass: null, reason: `${check.type}: ${found.reason}`, ...taken() };
    sum += check.weight * found.score;
    total += check.weight;
    if (!found.pass) failedReasons.push(`${check.type}: ${found.reason}`);
  }
  if (total === 0) return { pass: null, reason: "There is no assertion that counts.", ...taken() };
  // 1e-9: a sum of weights may fall short of its threshold by rounding alone.
  const score = Math.min(1, sum / total);
  const pass = threshold === null ? failedReasons.length === 0 : score >= threshold - 1e-9;
  return { pass, score, reason: failedReasons.length === 0 ? "All assertions pass." : failedReasons.join("; "), ...taken() };
}

function resolved(entry: unknown, templates: Fields): Fields | null {
  if (!isFields(entry)) return null;
  const { $ref, ...own } = entry;
  if ($ref === undefined) return entry;
  const name = typeof $ref === "string" ? /^#\/assertionTemplates\/(.+)$/.exec($ref)?.[1] : undefined;
  const template = name === undefined ? undefined : templates[name];
  return isFields(template) ? { ...template, ...own } : null;
}

/** Returns a value with its variables filled in, or what the file holds that it names. */
async function valueFilled(value: unknown, { files, vars }: ReadContext): Promise<Read<unknown>> {
  if (Array.isArray(value)) {
    const parts: unknown[] = [];
    for (const each of value) {
      const part = typeof each === "string" ? await textFilled(each, vars, files) : { value: each };
      if ("why" in part) return part;
      parts.push(part.value);
    }
    return { value: parts };
  }
  return typeof value === "string" ? textFilled(value, vars, files) : { value };
}

async function textFilled(text: string, vars: Fields, files: LocalFiles): Promise<Read<unknown>> {
  if (text.startsWith("package:")) return { why: `Its value is code of a package, which is never run: ${text.slice(0, 80)}` };
  if (text.startsWith("file://")) {
    const found = await files.read(text);
    if ("why" in found) return found;
    const [file] = found;
    if (file === undefined || found.length > 1) return { why: `Its value is not one file: ${text.slice(0, 80)}` };
    if (/\.txt$/i.test(file.path)) return { value: file.text.trim() };
    return /\.(?:json|ya?ml)$/i.test(file.path)
      ? parsedFile(file)
      : { why: `Values are read from txt, json and yaml, not from ${file.path}.` };
  }
  const code = templateCode(text);
  if (code.length > 0) return { why: `Its value has code of a template: ${code[0]}` };
  const done = filled(text, vars);
  return typeof done === "string"
    ? { value: done }
    : { why: `Its value names variables that the test has not: ${done.missing.join(", ")}.` };
}

/** A schema may be written as a text of YAML or JSON. */
async function schemaOf(type: string, value: unknown): Promise<Read<unknown>> {
  if ((type !== "is-json" && type !== "contains-json") || typeof value !== "string" || value === "") return { value };
  return parsedFile({ path: "Its schema", text: value });
}

function failed(at: string, what: string, why: string): ReadOne {
  return { check: null, unsupported: [{ at, what, why }] };
}
