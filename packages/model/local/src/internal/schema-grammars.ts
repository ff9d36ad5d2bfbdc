import { hashOf, type JsonSchema } from "@pawl/core";
import { jsonSchemaToGbnf } from "../json-schema-to-gbnf.ts";
import { type AllowedTokens, allowedTokens } from "./allowed-tokens.ts";
import { type TextGrammar, textGrammar } from "./text-grammar.ts";
import type { Vocabulary } from "./vocabulary.ts";

export interface SchemaGrammars {
  readonly of: (schema: JsonSchema, vocabulary: Vocabulary) => { readonly grammar: TextGrammar; readonly allowed: AllowedTokens };
}

/** Returns a maker of grammars that keeps the last 16 schemas with what was learned of their states. */
export function schemaGrammars(): SchemaGrammars {
  const kept = new Map<string, { readonly grammar: TextGrammar; readonly allowed: AllowedTokens }>();
  return {
    of: (schema, vocabulary) => {
      const key = hashOf(schema);
      const found = kept.get(key);
      kept.delete(key);
      const grammar = found?.grammar ?? textGrammar(jsonSchemaToGbnf(schema));
      const made = found ?? { grammar, allowed: allowedTokens(grammar, vocabulary) };
      kept.set(key, made);
      const [oldest] = kept.keys();
      if (kept.size > 16 && oldest !== undefined) kept.delete(oldest);
      return made;
    },
  };
}
