import type { Schema, SchemaFinding } from "./schema-finding.ts";

/** What the writers of single types share: the rules so far, what was found, and how to go on into a schema below. */
export interface SchemaWriter {
  readonly enforced: SchemaFinding[];
  readonly rewritten: SchemaFinding[];
  /** Notes a keyword as not known and returns an empty body. */
  readonly refuse: (pointer: string, keyword: string, note: string) => string;
  /** Adds a rule under a free name and returns the name. */
  readonly rule: (name: string, body: string) => string;
  /** Returns the name of a rule that any schema may use, adding it at first. */
  readonly shared: (name: string) => string;
  /** Returns the name of a rule for pieces of a text, at most so many characters long where a number is given; one rule for equal ones. */
  readonly quote: (text: string, most: number | null) => string;
  /** Returns the body for a schema. */
  readonly convert: (schema: unknown, pointer: string, name: string) => string;
  /** Returns a whole number of at least 0 that a keyword has; null where it is not given, or refused. */
  readonly bound: (schema: Schema, keyword: string, pointer: string) => number | null;
}
