import type { SQLInputValue, SQLOutputValue, StatementSync } from "node:sqlite";
import type { Page, PageOptions } from "@pawl/core";
import type { Prepare } from "./connection.ts";

/** What a page holds where the caller names no limit. */
const DEFAULT_LIMIT = 1_000;

export type Cells = readonly SQLOutputValue[];

export type Row = { readonly [column: string]: SQLOutputValue };

/** A condition and what its question marks stand for. */
export type Condition = readonly [sql: string, ...values: readonly SQLInputValue[]];

export interface PageQuery<T> {
  readonly table: string;
  readonly columns?: string;
  readonly conditions: readonly (Condition | null)[];
  readonly itemOf?: (row: Row) => T;
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
  const { limit, sql, values } = statementOf(query, options);
  const rows: readonly Row[] = prepare(sql).all(...values);
  const shown = rows.slice(0, limit);
  return {
    items: shown.map(query.itemOf ?? bodyOf<T>),
    next: String(shown.at(-1)?.["seq"] ?? options.cursor ?? 0),
    more: rows.length > limit,
  };
}

/** Returns a page of rows as their cells, `seq` first, then in the columns' order: for very many, half the time of objects with names. */
export function pageOfCells(prepare: Prepare, query: Omit<PageQuery<never>, "itemOf">, options: PageOptions = {}): Page<Cells> {
  const { limit, sql, values } = statementOf(query, options);
  const rows = cellsOf(prepare(sql), values);
  const items = rows.slice(0, limit);
  return { items, next: String(items.at(-1)?.[0] ?? options.cursor ?? 0), more: rows.length > limit };
}

/** Returns all rows of a statement as their cells. */
export function cellsOf(statement: StatementSync, values: readonly SQLInputValue[]): readonly Cells[] {
  statement.setReturnArrays(true);
  const rows: readonly unknown[] = statement.all(...values);
  return rows.filter(isCells);
}

function isCells(row: unknown): row is Cells {
  return Array.isArray(row);
}

interface PageStatement {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
  readonly limit: number;
}

/** One row more is asked for than the page holds: it says whether there are more. */
function statementOf(query: Omit<PageQuery<never>, "itemOf">, options: PageOptions): PageStatement {
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
  return { sql, values: [...conditions.flatMap(([, ...rest]) => rest), limit + 1], limit };
}
