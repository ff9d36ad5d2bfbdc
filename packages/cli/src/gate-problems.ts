import { isPlain, kindOf, said, unknownKeys } from "./plain-value.ts";

const GATE_KEYS = ["level", "metrics", "missingLimit", "abstainBelow", "hallucination", "fallback", "fallbackAfterMs", "flipLimit"];
const METRIC_KEYS = ["severity", "margin"];
const SEVERITIES = ["gate", "guardrail", "tracked"];

/** Returns what is wrong with the settings of a gate, in sentences; whether they fit the task's profile is seen when it gates. */
export function taskGateProblems(gate: unknown, { at, task }: { readonly at: string; readonly task: unknown }): readonly string[] {
  if (!isPlain(gate)) return [`${at} must be an object of settings; got ${kindOf(gate)}`];
  const problems = unknownKeys(gate, GATE_KEYS, at);
  const { fallback, hallucination, level, metrics } = gate;
  if (level !== undefined && !(isShare(level) && level !== 0 && level !== 1))
    problems.push(`${at}.level must be between 0 and 1; got ${said(level)}`);
  for (const field of ["missingLimit", "abstainBelow", "flipLimit"]) {
    if (gate[field] !== undefined && !isShare(gate[field])) problems.push(`${at}.${field} must be from 0 to 1; got ${said(gate[field])}`);
  }
  if (hallucination !== undefined && typeof hallucination !== "string")
    problems.push(`${at}.hallucination must be the name of a scorer; got ${said(hallucination)}`);
  if (fallback !== undefined && !(isPlain(fallback) && fallback["format"] === "pawl.variant/1"))
    problems.push(`${at}.fallback must be what defineVariant returns; got ${kindOf(fallback)}`);
  const { fallbackAfterMs } = gate;
  if (fallbackAfterMs !== undefined && !(typeof fallbackAfterMs === "number" && Number.isFinite(fallbackAfterMs) && fallbackAfterMs > 0))
    problems.push(`${at}.fallbackAfterMs must be a number of milliseconds above 0; got ${said(fallbackAfterMs)}`);
  if (fallbackAfterMs !== undefined && fallback === undefined)
    problems.push(`${at}.fallbackAfterMs says when ${at}.fallback is asked, and there is none`);
  if (isPlain(fallback) && typeof task === "string" && fallback["task"] !== task)
    problems.push(`${at}.fallback must be a variant of the task "${task}"; got one of ${said(fallback["task"])}`);
  if (metrics === undefined) return problems;
  if (!isPlain(metrics)) return [...problems, `${at}.metrics must be settings by the name of a scorer; got ${kindOf(metrics)}`];
  for (const [name, settings] of Object.entries(metrics)) {
    const where = `${at}.metrics[${JSON.stringify(name)}]`;
    if (!isPlain(settings)) {
      problems.push(`${where} must be { severity, margin }; got ${said(settings)}`);
      continue;
    }
    problems.push(...unknownKeys(settings, METRIC_KEYS, where));
    const { margin, severity } = settings;
    if (severity !== undefined && !SEVERITIES.includes(String(severity)))
      problems.push(`${where}.severity must be gate, guardrail or tracked; got ${said(severity)}`);
    if (margin !== undefined && !(typeof margin === "number" && Number.isFinite(margin) && margin > 0))
      problems.push(`${where}.margin must be a finite number above 0; got ${said(margin)}`);
  }
  return problems;
}

function isShare(value: unknown): boolean {
  return typeof value === "number" && value >= 0 && value <= 1;
}
