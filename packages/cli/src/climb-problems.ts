import { isPlain, kindOf, said, unknownKeys } from "./plain-value.ts";

const CLIMB_KEYS = [
  "instructions",
  "minimumUsefulEffect",
  "budget",
  "fixed",
  "retrieved",
  "kept",
  "rungs",
  "maxTokens",
  "decoding",
  "allowLeaks",
];
const SPEND_KEYS = ["ms", "calls", "tokens", "microDollars"];

/** Returns what is wrong with the settings of a climb, in sentences. */
export function climbProblems(climb: unknown, at: string): readonly string[] {
  if (!isPlain(climb)) return [`${at} must be an object of settings; got ${kindOf(climb)}`];
  const problems = unknownKeys(climb, CLIMB_KEYS, at);
  const { instructions, minimumUsefulEffect: effect, budget, decoding, rungs } = climb;
  if (
    !isPlain(instructions) ||
    Object.keys(instructions).length === 0 ||
    !Object.values(instructions).every((text) => typeof text === "string" && text.trim() !== "")
  ) {
    problems.push(
      `${at}.instructions must be texts by name, at least one; got ${isPlain(instructions) ? "other values" : kindOf(instructions)}`,
    );
  }
  if (effect !== undefined && !(typeof effect === "number" && effect > 0))
    problems.push(`${at}.minimumUsefulEffect must be a number above 0; got ${said(effect)}`);
  if (climb["allowLeaks"] !== undefined && typeof climb["allowLeaks"] !== "boolean")
    problems.push(`${at}.allowLeaks must be true or false; got ${said(climb["allowLeaks"])}`);
  if (decoding !== undefined && !["choose", "schema", "free"].includes(String(decoding)))
    problems.push(`${at}.decoding must be "choose", "schema" or "free"; got ${said(decoding)}`);
  if (rungs !== undefined && !(Array.isArray(rungs) && rungs.every((rung) => isPlain(rung) && typeof rung["propose"] === "function")))
    problems.push(`${at}.rungs must be a list of rungs`);
  for (const field of ["fixed", "retrieved"]) {
    const counts = climb[field];
    if (counts !== undefined && !(Array.isArray(counts) && counts.length > 0 && counts.every((count) => isCount(count)))) {
      problems.push(`${at}.${field} must be a list of whole numbers from 1 on; got ${said(counts)}`);
    }
  }
  for (const field of ["kept", "maxTokens"]) {
    if (climb[field] !== undefined && !isCount(climb[field]))
      problems.push(`${at}.${field} must be a whole number from 1 on; got ${said(climb[field])}`);
  }
  return budget === undefined ? problems : [...problems, ...budgetProblems(budget, `${at}.budget`)];
}

function budgetProblems(budget: unknown, at: string): readonly string[] {
  if (!isPlain(budget)) return [`${at} must be an object like { ms: 300_000 }; got ${said(budget)}`];
  const problems = unknownKeys(budget, SPEND_KEYS, at);
  for (const [field, cap] of Object.entries(budget)) {
    if (SPEND_KEYS.includes(field) && cap !== undefined && !(typeof cap === "number" && cap >= 0))
      problems.push(`${at}.${field} must be a number of at least 0; got ${said(cap)}`);
  }
  if (!SPEND_KEYS.some((field) => budget[field] !== undefined)) problems.push(`${at} caps nothing; cap one of ${SPEND_KEYS.join(", ")}`);
  return problems;
}

function isCount(value: unknown): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= 1;
}
