import type { SQLInputValue, SQLOutputValue, StatementSync } from "node:sqlite";
import type { Page, PageOptions } from "@pawl/core";
import type { Prepare } from "./connection.ts";

/** What a page holds where the caller names no limit. */
const DEFAULT_LIMIT = 1_000;

export type Row = { readonly [column: string]: SQLOutputValue };

/** A condition and what its question marks stand for. */
export type Condition = readonly [sql: string, ...values: readonly SQLInputValue[]];

export interface PageQuery<T> {
  readonly table: string;
  readonly columns?: string;
  readonly conditions: readonly (Condition | null)[];
  readonly itemOf?: (row: Row) => T;
  /** Takes a row's cells instead, in the columns' order: for very many rows, half the time of objects with names. */
  readonly itemOfCells?: (cells: readonly SQLOutputValue[]) => T;
}

/** Returns a column's equality, or null where nothing is asked of it. */
export function equal(column: string, value: SQLInputValue | undefined): Condition | null {
  return value === undefined ? null : [`${column} = ?`, value];
}

/** Returns the value stored in a row's `body`. */
export function bodyOf<T>(row: Row): T {
  return JSON.parse(String(row["body"]));
}

/** Returns a page in order of `seq`. The cursor is the last item's. @throws RangeError for a wrong cursor or limit. */
export function pageOf<T>(prepare: Prepare, query: PageQuery<T>, options: PageOptions = {}): Page<T> {
  const { cursor, limit = DEFAULT_LIMIT, order = "oldest" } = options;
  if (!(Number.isInteger(limit) && limit >= 1)) throw new RangeError(`limit is a whole number of at least 1; got ${limit}.`);
  if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) {
    throw new RangeError(`cursor is the "next" of an earlier page of this store; got ${JSON.stringify(cursor)}.`);
  }
  const newest = order === "newest";
  const conditions = query.conditions.filter((condition) => condition !== null);
  if (cursor !== undefined) conditions.push([`seq ${newest ? "<" : ">"} ?`, Number(cursor)]);
  const where = conditions.length > 0 ? `WHERE ${conditions.map(([sql]) => `(${sql})`).join(" AND ")}` : "";
  const sql = `SELECT seq, ${query.columns ?? "body"} FROM ${query.table} ${where} ORDER BY seq ${newest ? "DESC" : "ASC"} LIMIT ?`;
  const values = conditions.flatMap(([, ...rest]) => rest);
  const statement = prepare(sql);
  if (query.itemOfCells !== undefined) return pageOfCells(statement, [...values, limit + 1], { cursor, limit, itemOf: query.itemOfCells });
  const rows: readonly Row[] = statement.all(...values, limit + 1);
  const shown = rows.slice(0, limit);
  return {
    items: shown.map(query.itemOf ?? bodyOf<T>),
    next: String(shown.at(-1)?.["seq"] ?? cursor ?? 0),
    more: rows.length > limit,
  };
}

function pageOfCells<T>(
  statement: StatementSync,
  values: readonly SQLInputValue[],
  {
    cursor,
    itemOf,
    limit,
  }: { readonly cursor: string | undefined; readonly limit: number; readonly itemOf: NonNullable<PageQuery<T>["itemOfCells"]> },
): Page<T> {
  statement.setReturnArrays(true);
  const found: readonly unknown[] = statement.all(...values);
  const items: T[] = [];
  let next: SQLOutputValue = cursor ?? 0;
  for (const cells of found.slice(0, limit)) {
    if (!isCells(cells)) continue;
    const [seq = null, ...rest] = cells;
    next = seq;
    items.push(itemOf(rest));
  }
  return { items, next: String(next), more: found.length > limit };
}

function isCells(row: unknown): row is readonly SQLOutputValue[] {
  return Array.isArray(row);
}
