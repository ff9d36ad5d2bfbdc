import { jsonText } from "./json-text.ts";
import type { Page, PageOptions } from "./store-page.ts";

/** What a page holds where the caller names no limit. */
const DEFAULT_LIMIT = 1_000;

/** Records in order of writing, each found by its keys. What comes out are copies: nobody changes the log from outside. */
export interface MemoryLog<T> {
  /** Adds those of which no key is taken, in order; all or, where one is not JSON, none. Gives those that were not added. */
  readonly add: (items: readonly T[]) => readonly T[];
  readonly get: (key: string) => T | null;
  /** Keeps the record's place. */
  readonly replace: (key: string, item: T) => void;
  readonly page: (matches: (item: T) => boolean, options?: PageOptions) => Page<T>;
  /** Gives what was removed. Places are never used again, so cursors stay good. */
  readonly remove: (matches: (item: T) => boolean) => readonly T[];
}

/** Returns an empty log. A record has at least one key; keys of different meaning must differ as texts. */
export function memoryLog<T>(keysOf: (item: T) => readonly string[]): MemoryLog<T> {
  const rows = new Map<number, T>();
  const places = new Map<string, number>();
  let last = 0;

  const copyOf = (item: T): T => JSON.parse(jsonText(item));
  const rowOf = (key: string): [number, T] | null => {
    const place = places.get(key);
    const item = place === undefined ? undefined : rows.get(place);
    return place === undefined || item === undefined ? null : [place, item];
  };
  return {
    add: (items) =>
      items
        .map((item) => [item, copyOf(item)] as const)
        .filter(([, copy]) => {
          const keys = keysOf(copy);
          if (keys.some((key) => places.has(key))) return true;
          rows.set(++last, copy);
          for (const key of keys) places.set(key, last);
          return false;
        })
        .map(([item]) => item),
    get: (key) => {
      const row = rowOf(key);
      return row && copyOf(row[1]);
    },
    replace: (key, item) => {
      const row = rowOf(key);
      if (row) rows.set(row[0], copyOf(item));
    },
    page: (matches, options = {}) => {
      const { from, limit, newest } = pageStart(options);
      const entries = newest ? [...rows].reverse() : rows;
      const found: [number, T][] = [];
      for (const row of entries) {
        if (from !== null && (newest ? row[0] >= from : row[0] <= from)) continue;
        if (!matches(row[1])) continue;
        found.push(row);
        if (found.length > limit) break;
      }
      const shown = found.slice(0, limit);
      return {
        items: shown.map(([, item]) => copyOf(item)),
        next: String(shown.at(-1)?.[0] ?? from ?? 0),
        more: found.length > limit,
      };
    },
    remove: (matches) => {
      const removed = [...rows].filter(([, item]) => matches(item));
      for (const [place, item] of removed) {
        rows.delete(place);
        for (const key of keysOf(item)) places.delete(key);
      }
      return removed.map(([, item]) => item);
    },
  };
}

function pageStart(options: PageOptions): { readonly from: number | null; readonly limit: number; readonly newest: boolean } {
  const { cursor, limit = DEFAULT_LIMIT, order = "oldest" } = options;
  if (!(Number.isInteger(limit) && limit >= 1)) throw new RangeError(`limit is a whole number of at least 1; got ${limit}.`);
  if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) {
    throw new RangeError(`cursor is the "next" of an earlier page of this store; got ${JSON.stringify(cursor)}.`);
  }
  return { from: cursor === undefined ? null : Number(cursor), limit, newest: order === "newest" };
}
