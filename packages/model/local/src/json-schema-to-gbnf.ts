import { type JsonSchema, PawlError } from "@pawl/core";
import { gbnfSchema } from "./internal/gbnf-schema.ts";
import type { SchemaFinding } from "./internal/schema-finding.ts";

/** What a grammar makes of a schema, keyword by keyword: enforced as it stands, enforced in a narrower or other form, or not known. */
export type SchemaExplanation = {
  readonly enforced: readonly SchemaFinding[];
  readonly rewritten: readonly SchemaFinding[];
  readonly unsupported: readonly SchemaFinding[];
};

export type { SchemaFinding } from "./internal/schema-finding.ts";

/** Returns what would become of each keyword; never throws for what a schema says. With nothing unsupported `jsonSchemaToGbnf` accepts it. */
export function explainSchema(schema: JsonSchema | boolean): SchemaExplanation {
  const { enforced, rewritten, unsupported } = gbnfSchema(schema);
  return { enforced, rewritten, unsupported };
}

const MOST_TOLD = 20;

/**
 * Returns a GBNF grammar, rule `root`, of the JSON texts that a schema allows: compact, one space after `,` and `:`, object keys in the order
 * in which the schema declares them, optional ones left out or not. Whatever the grammar admits is valid against the schema.
 * @throws PawlError `use.schema-unsupported`, naming every keyword that is not known
 */
export function jsonSchemaToGbnf(schema: JsonSchema | boolean): string {
  const { rules, unsupported } = gbnfSchema(schema);
  if (unsupported.length === 0) return [...rules].map(([name, body]) => `${name} ::= ${body}\n`).join("");
  const told = unsupported.slice(0, MOST_TOLD).map(({ pointer, keyword, note }) => `"${keyword}" at ${pointer} (${note})`);
  const more = unsupported.length > MOST_TOLD ? `, and ${unsupported.length - MOST_TOLD} more` : "";
  throw new PawlError(
    "use.schema-unsupported",
    `This JSON Schema cannot be enforced while decoding: ${told.join(", ")}${more}. Take these out, or let the answer be checked afterwards instead.`,
    { facts: { unsupported: unsupported.map(({ pointer, keyword, note }) => ({ pointer, keyword, note })), billed: false } },
  );
}
