import { textGrammar } from "./internal/text-grammar.ts";

/** Returns whether a GBNF grammar, rule `root`, admits a whole text. Linear in the text for the grammars made here. @throws SyntaxError for a broken grammar */
export function matchesGbnf(gbnf: string, text: string): boolean {
  const grammar = textGrammar(gbnf);
  const end = grammar.accept(grammar.start, Buffer.from(text));
  return end !== null && grammar.canEnd(end);
}
