import type { Json } from "@pawl/core";
import type { Interaction, RecordedRequest } from "./tape.ts";

/** Returns where a request differs from the recorded one that differs least. Names places, never values: those may be somebody's words. */
export function nearestDifference(
  request: RecordedRequest,
  interactions: readonly Interaction[],
): { readonly message: string; readonly paths: readonly string[] } {
  let best: readonly string[] | null = null;
  for (const { request: recorded } of interactions) {
    const paths = differences(toJson(request), toJson(recorded), "");
    if (best === null || paths.length < best.length) best = paths;
  }
  if (best === null) return { message: "Nothing is on it.", paths: [] };
  if (best.length === 0) return { message: "It was recorded, but asked for more often now than then.", paths: [] };
  const named = best.slice(0, 5);
  const more = best.length > named.length ? ` and ${best.length - named.length} more` : "";
  return { message: `The nearest of its ${interactions.length} differs at ${named.join(", ")}${more}.`, paths: named };
}

function toJson({ method, url, body }: RecordedRequest): Json {
  return { method, url, body };
}

function differences(a: Json | undefined, b: Json | undefined, path: string): string[] {
  if (isObject(a) && isObject(b)) {
    const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
    const keys = [...new Set([...left.keys(), ...right.keys()])].sort();
    return keys.flatMap((key) => differences(left.get(key), right.get(key), path === "" ? key : `${path}.${key}`));
  }
  return a === b ? [] : [path];
}

function isObject(value: Json | undefined): value is readonly Json[] | { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null;
}
