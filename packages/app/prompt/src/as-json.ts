import type { Json } from "@pawl/core";

/** Whether a value is JSON: null, booleans, finite numbers, texts, arrays and plain objects of such, `undefined` members aside. */
export function isJson(value: unknown): value is Json {
  if (value === null || typeof value === "boolean" || typeof value === "string") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  if (typeof value !== "object") return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    (prototype === Object.prototype || prototype === null) && Object.values(value).every((member) => member === undefined || isJson(member))
  );
}
