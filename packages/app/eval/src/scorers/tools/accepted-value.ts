import { canonicalJson, type Json } from "@pawl/core";
import { plainValue } from "./given-call.ts";
import { typeOfValue, type ValueType } from "./value-type.ts";

export interface Expected {
  /** Null: that of the first accepted value. */
  readonly type: ValueType | null;
  /** Of the members of a list. */
  readonly members: ValueType | null;
}

/**
 * Returns null where a value is accepted, else whether its type or its value is wrong. The rules are those of the leaderboard's AST checker: a whole
 * number passes for a float; a value may have the type of the first accepted value instead of the declared one (a variable's name) and must then equal one
 * exactly; texts, also those directly in a list or an object, are compared by `standardText`; objects member by member; lists in order; members
 * of members exactly.
 */
export function valueIssue(value: unknown, accepted: readonly Json[], expected: Expected): "type" | "value" | null {
  const first = accepted.find((answer) => answer !== "");
  const like = first === undefined ? null : typeOfValue(first);
  const type = expected.type ?? like;
  const converted = type === "float" && typeOfValue(value) === "int" ? "float" : typeOfValue(value);
  const asVariable = like !== null && like !== type;
  const fit = typeFits({ value, is: converted, accepted, like }, { type, members: expected.members });
  if (fit === null) return "type";
  if (!asVariable && fit === "declared") {
    if (type === "dict") return accepted.some((answer) => objectFits(value, answer)) ? null : "value";
    if (type === "list" && (expected.members === "dict" || expected.type === null)) {
      if (accepted.some((answer) => listOfObjectsFits(value, answer))) return null;
      if (expected.members === "dict") return "value";
    }
    if (type === "str") return accepted.some((answer) => sameText(value, answer)) ? null : "value";
    if (type === "list") return accepted.some((answer) => listFits(value, answer)) ? null : "value";
  }
  return accepted.some((answer) => same(value, answer)) ? null : "value";
}

/** Returns a text as the leaderboard compares it: without spaces and , . / - _ * ^, in lower case, ' as ". */
export function standardText(text: string): string {
  return text
    .replace(/[ ,./\-_*^]/g, "")
    .toLowerCase()
    .replaceAll("'", '"');
}

interface Typed {
  readonly value: unknown;
  readonly is: ValueType;
  readonly accepted: readonly Json[];
  readonly like: ValueType | null;
}

function typeFits({ accepted, is, like, value }: Typed, { members, type }: Expected): "declared" | "variable" | null {
  if (is !== type) return like !== null && is === like ? "variable" : null;
  if (members === null || !Array.isArray(value)) return "declared";
  const fits = accepted.some((answer) => !Array.isArray(answer) || value.every((member: unknown) => memberFits(member, answer, members)));
  return fits ? "declared" : null;
}

function memberFits(member: unknown, answer: readonly Json[], type: ValueType): boolean {
  const first = answer.find((each) => each !== "");
  const is = typeOfValue(member);
  return is === type || (first !== undefined && is === typeOfValue(first));
}

function objectFits(value: unknown, answer: Json): boolean {
  if (!isObject(answer) || !isObject(value)) return false;
  const given = Object.entries(value);
  const each = given.every(([key, member]) => {
    const accepted = Object.hasOwn(answer, key) ? answer[key] : undefined;
    return Array.isArray(accepted) && accepted.some((one: Json) => sameText(member, one) || same(member, one));
  });
  return (
    each &&
    Object.entries(answer).every(([key, accepted]) => Object.hasOwn(value, key) || (Array.isArray(accepted) && accepted.includes("")))
  );
}

function listOfObjectsFits(value: unknown, answer: Json): boolean {
  if (!Array.isArray(value)) return false;
  const wanted: readonly Json[] = Array.isArray(answer) ? answer : [];
  if (!Array.isArray(answer) && answer !== "") return false;
  return value.length === wanted.length && value.every((member: unknown, i) => objectFits(member, wanted[i] ?? null));
}

/** An accepted `""` is an empty list too: the leaderboard reads it as a list of no characters. */
function listFits(value: unknown, answer: Json): boolean {
  if (!Array.isArray(value)) return false;
  const wanted: readonly Json[] = Array.isArray(answer) ? answer : [];
  if (!Array.isArray(answer) && answer !== "") return false;
  return (
    value.length === wanted.length &&
    value.every((member: unknown, i) => sameText(member, wanted[i] ?? null) || same(member, wanted[i] ?? null))
  );
}

function sameText(value: unknown, answer: Json): boolean {
  return typeof value === "string" && typeof answer === "string" && standardText(value) === standardText(answer);
}

function same(value: unknown, answer: Json): boolean {
  return value !== undefined && canonicalJson(plainValue(value)) === canonicalJson(answer);
}

function isObject(value: unknown): value is { readonly [key: string]: Json } {
  return typeOfValue(value) === "dict";
}
