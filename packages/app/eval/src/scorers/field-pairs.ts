import { fold } from "./fold.ts";

/** Which top-level fields take part: all but the ignored, or only those named. */
export interface FieldChoice {
  readonly ignore: readonly string[];
  readonly fields: readonly string[] | null;
}

/**
 * Returns the pairs of path and value of a structured value, each as one folded text with how often it is there. A nested field is
 * `a.b`; the members of an array share the path `a[]`, so that their order does not matter but their number does. Numbers and booleans
 * are read as their text. What is null or undefined, and an empty object or array, gives no pair; an empty text gives one.
 */
export function fieldPairs(value: object, choice: FieldChoice): Map<string, number> {
  const pairs = new Map<string, number>();
  const walk = (member: unknown, path: string): void => {
    if (member === null || member === undefined) return;
    if (Array.isArray(member)) {
      for (const each of member) walk(each, `${path}[]`);
    } else if (typeof member === "object") {
      for (const [key, inner] of Object.entries(member)) walk(inner, path === "" ? fold(key) : `${path}.${fold(key)}`);
    } else {
      const pair = `${path}\u0000${fold(String(member))}`;
      pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
    }
  };
  if (Array.isArray(value)) walk(value, "");
  else for (const [key, member] of Object.entries(value)) if (takesPart(key, choice)) walk(member, fold(key));
  return pairs;
}

/** Returns the path of a pair. */
export function pathOf(pair: string): string {
  return pair.slice(0, pair.indexOf("\u0000"));
}

function takesPart(field: string, { fields, ignore }: FieldChoice): boolean {
  return !ignore.includes(field) && (fields === null || fields.includes(field));
}
