import { isRecord } from "./is-record.ts";

/** Returns what stands at a dotted path, e.g. `input.sentAt` or `input.items.0`; undefined where there is nothing. */
export function fieldAt(value: unknown, path: string): unknown {
  let at = value;
  for (const part of path.split(".")) {
    if (Array.isArray(at)) at = at[Number(part)];
    else if (isRecord(at) && Object.hasOwn(at, part)) at = at[part];
    else return undefined;
  }
  return at;
}
