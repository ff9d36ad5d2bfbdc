import type { Json } from "@pawl/core";

/** `malformed` says whether anything had been read before (`begun`), so that a brace in prose can be told from a broken answer. */
export type LooseJson =
  | { readonly kind: "value"; readonly value: Json; readonly end: number }
  | { readonly kind: "truncated" }
  | { readonly kind: "malformed"; readonly at: number; readonly begun: boolean };

class Stop extends Error {
  readonly found: "truncated" | "malformed";
  readonly at: number;
  constructor(found: "truncated" | "malformed", at: number) {
    super(found);
    this.found = found;
    this.at = at;
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[A-Za-z_$][\w$-]*/y;
const SKIPPED = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
const WORDS: ReadonlyMap<string, Json> = new Map<string, Json>([
  ["true", true],
  ["false", false],
  ["null", null],
  ["True", true],
  ["False", false],
  ["None", null],
]);
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
  ["b", "\b"],
  ["f", "\f"],
]);
const MAX_DEPTH = 256;

/**
 * Returns the JSON value that begins at `start`, forgiving what models write: trailing commas, comments, single quotes, bare keys, line ends in
 * strings, Python's True, False and None. What is not closed is never closed for it: text that ends too early is `truncated`.
 */
export function looseJson(text: string, start = 0): LooseJson {
  let at = start;
  let begun = false;

  const skip = (): void => {
    SKIPPED.lastIndex = at;
    SKIPPED.exec(text);
    at = SKIPPED.lastIndex;
  };
  const stop = (): Stop => new Stop(at >= text.length ? "truncated" : "malformed", at);
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const [found] = pattern.exec(text) ?? [];
    if (found === undefined || found === "") return null;
    at += found.length;
    return found;
  };

  const string = (quote: string): string => {
    let out = "";
    for (at++; at < text.length; at++) {
      const char = text[at] ?? "";
      if (char === quote) {
        at++;
        return out;
      }
      if (char !== "\\") {
        out += char;
        continue;
      }
      const next = text[++at] ?? "";
      const code = /^u[0-9a-fA-F]{4}/.exec(text.slice(at, at + 5));
      if (code) {
        out += String.fromCharCode(Number.parseInt(code[0].slice(1), 16));
        at += 4;
      } else out += ESCAPES.get(next) ?? next;
    }
    throw stop();
  };

  const value = (depth: number): Json => {
    skip();
    const char = text[at];
    if (char === undefined || depth > MAX_DEPTH) throw stop();
    if (char === "{") return object(depth);
    if (char === "[") return array(depth);
    if (char === '"' || char === "'") return string(char);
    const number = take(NUMBER);
    if (number !== null) return Number(number);
    const before = at;
    const known = WORDS.get(take(WORD) ?? "");
    if (known !== undefined) return known;
    if (at < text.length) at = before;
    throw stop();
  };

  const object = (depth: number): Json => {
    const out: { [key: string]: Json } = {};
    at++;
    for (;;) {
      skip();
      const char = text[at];
      if (char === "}") break;
      const key = char === '"' || char === "'" ? string(char) : take(WORD);
      if (key === null) throw stop();
      skip();
      if (text[at] !== ":") throw stop();
      at++;
      const member = value(depth + 1);
      begun = true;
      Object.defineProperty(out, key, { value: member, enumerable: true, writable: true, configurable: true });
      skip();
      if (text[at] === ",") at++;
      else if (text[at] !== "}") throw stop();
    }
    at++;
    return out;
  };

  const array = (depth: number): Json => {
    const out: Json[] = [];
    at++;
    for (;;) {
      skip();
      if (text[at] === "]") break;
      out.push(value(depth + 1));
      begun = true;
      skip();
      if (text[at] === ",") at++;
      else if (text[at] !== "]") throw stop();
    }
    at++;
    return out;
  };

  try {
    return { kind: "value", value: value(0), end: at };
  } catch (thrown) {
    if (!(thrown instanceof Stop)) throw thrown;
    return thrown.found === "truncated" ? { kind: "truncated" } : { kind: "malformed", at: thrown.at, begun };
  }
}
