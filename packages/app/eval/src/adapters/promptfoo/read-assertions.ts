import { filled, templateCode } from "../template-text.ts";
import type { Unsupported } from "../unsupported.ts";
import type { Check, Checked, CheckMakers } from "./assertion.ts";
import { MAKERS, turned } from "./checks.ts";

/** An object of a file. */
export type Fields = { readonly [field: string]: unknown };

export interface ReadAssertions {
  /** Null stands for one that is not supported: whoever has it cannot be scored. */
  readonly checks: readonly (Check | null)[];
  readonly unsupported: readonly Unsupported[];
}

export interface ReadContext extends CheckMakers {
  readonly vars: Fields;
  readonly templates: Fields;
}

/** What changes an assertion's meaning and is not done. */
const NOT_DONE = ["transform", "contextTransform", "config", "rubricPrompt", "normalizeUnicode"];

/** Returns the checks of a list of assertions, with what of them is not supported. */
export async function readAssertions(list: readonly unknown[], at: string, context: ReadContext): Promise<ReadAssertions> {
  const read = list.map((entry, i) => readOne(entry, `${at}[${i}]`, context));
  const all = await Promise.all(read);
  return { checks: all.map(({ check }) => check), unsupported: all.flatMap(({ unsupported }) => unsupported) };
}

interface ReadOne {
  readonly check: Check | null;
  readonly unsupported: readonly Unsupported[];
}

async function readOne(entry: unknown, at: string, context: ReadContext): Promise<ReadOne> {
  const assertion = resolved(entry, context.templates);
  if (assertion === null) return failed(at, "assertion", "It is no object with a type, or names a template that is not there.");
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
  const value = valueFilled(assertion["value"], context.vars);
  if (value.why !== undefined) return failed(at, type, value.why);
  const threshold = assertion["threshold"];
  if (threshold !== undefined && typeof threshold !== "number") return failed(at, type, "Its threshold is no number.");
  const ask = maker({ type: base, value: value.value, threshold }, context);
  if (typeof ask === "string") return failed(at, type, ask);
  const notes =
    assertion["provider"] === undefined
      ? []
      : [{ at, what: "provider", why: "The judge or embedding model that was given is asked instead." }];
  return { check: { type, weight, metric: named, check: negated ? turned(ask) : ask }, unsupported: notes };
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
    check: { type: "assert-set", weight, metric, check: (request, output) => allOf(whole, least, (each) => each.check(request, output)) },
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
  for (const check of checks) {
    const found = await ask(check);
    if (check.weight === 0) continue;
    if (found.pass === null) return { pass: null, reason: `${check.type}: ${found.reason}` };
    sum += check.weight * found.score;
    total += check.weight;
    if (!found.pass) failedReasons.push(`${check.type}: ${found.reason}`);
  }
  if (total === 0) return { pass: null, reason: "There is no assertion that counts." };
  // 1e-9: a sum of weights may fall short of its threshold by rounding alone.
  const score = Math.min(1, sum / total);
  const pass = threshold === null ? failedReasons.length === 0 : score >= threshold - 1e-9;
  return { pass, score, reason: failedReasons.length === 0 ? "All assertions pass." : failedReasons.join("; ") };
}

function resolved(entry: unknown, templates: Fields): Fields | null {
  if (!isFields(entry)) return null;
  const { $ref, ...own } = entry;
  if ($ref === undefined) return entry;
  const name = typeof $ref === "string" ? /^#\/assertionTemplates\/(.+)$/.exec($ref)?.[1] : undefined;
  const template = name === undefined ? undefined : templates[name];
  return isFields(template) ? { ...template, ...own } : null;
}

function valueFilled(value: unknown, vars: Fields): { readonly value?: unknown; readonly why?: string } {
  if (Array.isArray(value)) {
    const parts = value.map((each) => valueFilled(each, vars));
    return parts.find(({ why }) => why !== undefined) ?? { value: parts.map((part) => part.value) };
  }
  if (typeof value !== "string") return { value };
  if (/^(file|package|https?):/.test(value)) return { why: `Its value is in another place: ${value.slice(0, 80)}` };
  if (templateCode(value).length > 0) return { why: `Its value has code of a template: ${templateCode(value)[0]}` };
  const text = filled(value, vars);
  return typeof text === "string"
    ? { value: text }
    : { why: `Its value names variables that the test has not: ${text.missing.join(", ")}.` };
}

function failed(at: string, what: string, why: string): ReadOne {
  return { check: null, unsupported: [{ at, what, why }] };
}

/** Whether a value is an object with fields. */
export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
