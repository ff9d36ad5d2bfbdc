import { WrittenFloat } from "./given-call.ts";

/** What a value is to the checker; a whole number is an `int` unless it was written as a float. */
export type ValueType = "str" | "int" | "float" | "bool" | "list" | "dict" | "none";

/** Returns what a value is. */
export function typeOfValue(value: unknown): ValueType {
  if (value instanceof WrittenFloat) return "float";
  if (typeof value === "string") return "str";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  if (typeof value === "boolean") return "bool";
  if (Array.isArray(value)) return "list";
  return value === null || value === undefined ? "none" : "dict";
}

/** Returns what a declared type asks for; null where it asks for nothing that is known. JSON Schema, Python and JavaScript name types differently. */
export function typeDeclared(declared: unknown): ValueType | null {
  return typeof declared === "string" && Object.hasOwn(DECLARED, declared) ? (DECLARED[declared] ?? null) : null;
}

const DECLARED: { readonly [declared: string]: ValueType } = {
  string: "str",
  String: "str",
  // The leaderboard takes what has any type for a text.
  any: "str",
  integer: "int",
  Bigint: "int",
  float: "float",
  number: "float",
  boolean: "bool",
  Boolean: "bool",
  array: "list",
  tuple: "list",
  dict: "dict",
  object: "dict",
};
