import type { GrammarState, TextGrammar } from "./text-grammar.ts";
import type { Vocabulary } from "./vocabulary.ts";

const MOST_LISTED = 256;

/** Finds which tokens a grammar allows next. */
export interface AllowedTokens {
  /** Returns all allowed tokens, null where there are more than 256: then the likeliest are tried one by one. */
  readonly list: (state: GrammarState) => readonly number[] | null;
  /** Whether some token that says this one and more is allowed: then this one is not forced. */
  readonly goesOn: (state: GrammarState, token: number) => boolean;
}

/** Returns a finder that walks the sorted vocabulary byte by byte and remembers what it found for a state. */
export function allowedTokens(grammar: TextGrammar, vocabulary: Vocabulary): AllowedTokens {
  const known = new Map<string, readonly number[] | null>();
  const byteAt = (index: number, depth: number): number => vocabulary.bytes(vocabulary.sorted()[index] ?? 0)[depth] ?? -1;
  /** The end of the run of tokens from `from` on that have this byte at that depth. */
  const runEnd = (from: number, to: number, depth: number): number => {
    const byte = byteAt(from, depth);
    let low = from;
    let high = to;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (byteAt(middle, depth) === byte) low = middle;
      else high = middle;
    }
    return high;
  };
  const walk = (state: GrammarState, range: { from: number; to: number; depth: number }, out: number[]): boolean => {
    let { from } = range;
    const { to, depth } = range;
    for (; from < to && byteAt(from, depth) === -1; from++) {
      out.push(vocabulary.sorted()[from] ?? 0);
      if (out.length > MOST_LISTED) return false;
    }
    while (from < to) {
      const end = runEnd(from, to, depth);
      const next = grammar.acceptByte(state, byteAt(from, depth));
      if (next !== null && !walk(next, { from, to: end, depth: depth + 1 }, out)) return false;
      from = end;
    }
    return true;
  };
  return {
    list: (state) => {
      const found = known.get(state.key);
      if (found !== undefined) return found;
      const out: number[] = [];
      const list = walk(state, { from: 0, to: vocabulary.sorted().length, depth: 0 }, out) ? out : null;
      known.set(state.key, list);
      return list;
    },
    goesOn: (state, token) => {
      const bytes = vocabulary.bytes(token);
      const sorted = vocabulary.sorted();
      let low = 0;
      let high = sorted.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (Buffer.compare(vocabulary.bytes(sorted[middle] ?? 0), bytes) < 0) low = middle + 1;
        else high = middle;
      }
      for (let index = low; index < sorted.length; index++) {
        const other = vocabulary.bytes(sorted[index] ?? 0);
        if (!startsWith(other, bytes)) return false;
        if (other.length > bytes.length && grammar.accept(state, other) !== null) return true;
      }
      return false;
    },
  };
}

function startsWith(text: Uint8Array, start: Uint8Array): boolean {
  return text.length >= start.length && start.every((byte, index) => text[index] === byte);
}
