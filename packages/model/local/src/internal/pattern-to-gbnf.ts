import { gbnfClass, gbnfLiteral, gbnfRepeat } from "./gbnf-text.ts";

type Range = readonly [number, number];
const LAST = 0x10ffff;
const DIGIT: readonly Range[] = [[48, 57]];
const WORD: readonly Range[] = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
];
/** Of ECMA-262's white space that which a text of JSON is likely to have. */
const SPACE: readonly Range[] = [
  [9, 13],
  [32, 32],
  [160, 160],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];
const NEWLINES: readonly Range[] = [
  [10, 10],
  [13, 13],
  [0x2028, 0x2029],
];

/**
 * Returns GBNF for the inside of a JSON string that a regular expression matches, as JSON Schema searches: not anchored unless it says so. Known:
 * literals, classes, `.`, `\d \w \s` and their negations, groups, `|`, `* + ? {m,n}`, `^` at the very start and `$` at the very end.
 * @throws SyntaxError with what is not known
 */
export function patternToGbnf(pattern: string): string {
  const chars = [...pattern];
  let at = 0;
  const fail = (what: string): never => {
    throw new SyntaxError(what);
  };
  const escaped = (): readonly Range[] => {
    const char = chars[at++] ?? fail("a lone backslash");
    const known: { [char: string]: readonly Range[] } = {
      d: DIGIT,
      w: WORD,
      s: SPACE,
      D: complement(DIGIT),
      W: complement(WORD),
      S: complement(SPACE),
    };
    if (known[char] !== undefined) return known[char];
    const control = { n: 10, r: 13, t: 9, f: 12, v: 11, "0": 0 }[char];
    if (control !== undefined) return [[control, control]];
    if (char === "x" || char === "u") {
      const hex = new RegExp(char === "x" ? "^[0-9a-fA-F]{2}" : "^(?:[0-9a-fA-F]{4}|\\{[0-9a-fA-F]+\\})").exec(
        chars.slice(at, at + 12).join(""),
      )?.[0];
      if (hex === undefined) return fail(`\\${char} without digits`);
      at += hex.length;
      const point = Number.parseInt(hex.replaceAll(/[{}]/g, ""), 16);
      return [[point, point]];
    }
    if (/[a-zA-Z0-9]/.test(char)) return fail(`\\${char}`);
    const point = char.codePointAt(0) ?? 0;
    return [[point, point]];
  };
  const charClass = (): readonly Range[] => {
    const negated = chars[at] === "^";
    if (negated) at++;
    const ranges: Range[] = [];
    while (chars[at] !== "]") {
      const low = classPoint();
      if (chars[at] === "-" && chars[at + 1] !== "]" && low.length === 1 && low[0]?.[0] === low[0]?.[1]) {
        at++;
        const high = classPoint();
        const [from, to] = [low[0]?.[0] ?? 0, high[0]?.[1] ?? 0];
        if (high.length !== 1 || from > to) fail("a class with a range that runs backwards");
        ranges.push([from, to]);
      } else ranges.push(...low);
    }
    at++;
    return negated ? complement(ranges) : ranges;
  };
  const classPoint = (): readonly Range[] => {
    const char = chars[at++] ?? fail("a class that is not closed");
    if (char === "\\" && chars[at] === "b") {
      at++;
      return [[8, 8]];
    }
    if (char === "\\") return escaped();
    const point = char.codePointAt(0) ?? 0;
    return [[point, point]];
  };
  const atom = (): string | null => {
    const char = chars[at];
    if (char === undefined || char === "|" || char === ")") return null;
    at++;
    if (char === "(") {
      if (chars[at] === "?") {
        if (chars[at + 1] === ":") at += 2;
        else if (chars[at + 1] === "<" && /[a-zA-Z_$]/.test(chars[at + 2] ?? "")) at = chars.indexOf(">", at) + 1;
        else fail("a group that looks ahead or behind, or sets flags");
      }
      const inner = choice();
      if (chars[at++] !== ")") fail("a group that is not closed");
      return `(${inner})`;
    }
    if (char === "[") return jsonClass(charClass());
    if (char === ".") return jsonClass(complement(NEWLINES));
    if (char === "\\") {
      if (chars[at] === "b" || chars[at] === "B") fail("a word boundary");
      if (/[1-9k]/.test(chars[at] ?? "")) fail("a reference back");
      if (chars[at] === "p" || chars[at] === "P") fail("a Unicode property");
      return jsonClass(escaped());
    }
    if (char === "^" || char === "$") fail(`"${char}" in the middle`);
    if (char === "*" || char === "+" || char === "?") fail(`"${char}" with nothing to repeat`);
    const point = char.codePointAt(0) ?? 0;
    return jsonClass([[point, point]]);
  };
  const quantified = (part: string): string => {
    const bounds = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})/.exec(chars.slice(at, at + 24).join(""));
    if (bounds === null) return part;
    at += bounds[0].length;
    if (chars[at] === "?") at++;
    const [least, most] = { "*": [0, null], "+": [1, null], "?": [0, 1] }[bounds[0]] ?? [
      Number(bounds[1]),
      bounds[2] === "" ? Number(bounds[1]) : bounds[3] === "" ? null : Number(bounds[3]),
    ];
    return gbnfRepeat(part, least ?? 0, most ?? null);
  };
  const sequence = (): string => {
    const parts: string[] = [];
    for (let part = atom(); part !== null; part = atom()) parts.push(quantified(part));
    return parts.length === 0 ? '""' : parts.join(" ");
  };
  const choice = (): string => {
    const parts = [sequence()];
    while (chars[at] === "|") {
      at++;
      parts.push(sequence());
    }
    return parts.join(" | ");
  };
  const before = chars[0] === "^";
  const after = chars.at(-1) === "$" && chars.at(-2) !== "\\";
  if (before) at = 1;
  if (after) chars.pop();
  const body = choice();
  if (at < chars.length) fail(`"${chars[at]}" that opens nothing`);
  if ((before || after) && topLevelChoice(chars.slice(before ? 1 : 0))) fail("an anchor beside a choice without a group");
  return `${before ? "" : "char* "}(${body})${after ? "" : " char*"}`;
}

function topLevelChoice(chars: readonly string[]): boolean {
  let depth = 0;
  let inClass = false;
  for (let at = 0; at < chars.length; at++) {
    const char = chars[at];
    if (char === "\\") at++;
    else if (inClass) inClass = char !== "]";
    else if (char === "[") inClass = true;
    else if (char === "(") depth++;
    else if (char === ")") depth--;
    else if (char === "|" && depth === 0) return true;
  }
  return false;
}

/** Characters as they stand in a JSON text: those that must be escaped are. */
function jsonClass(ranges: readonly Range[]): string {
  const has = (point: number): boolean => ranges.some(([low, high]) => low <= point && point <= high);
  const plain = without(ranges, [
    [0, 0x1f],
    [0x22, 0x22],
    [0x5c, 0x5c],
    [0xd800, 0xdfff],
  ]);
  const parts =
    plain.length === 0
      ? []
      : [plain.length === 1 && plain[0]?.[0] === plain[0]?.[1] ? gbnfLiteral(String.fromCodePoint(plain[0]?.[0] ?? 0)) : gbnfClass(plain)];
  for (const [point, escaped] of [
    [0x22, '\\"'],
    [0x5c, "\\\\"],
    [10, "\\n"],
    [9, "\\t"],
    [13, "\\r"],
  ] as const) {
    if (has(point)) parts.push(gbnfLiteral(escaped));
  }
  if (parts.length === 0) throw new SyntaxError("a class that no character of a JSON text is in");
  return parts.length === 1 ? (parts[0] ?? "") : `(${parts.join(" | ")})`;
}

function complement(ranges: readonly Range[]): readonly Range[] {
  return without([[0, LAST]], ranges);
}

function without(ranges: readonly Range[], taken: readonly Range[]): readonly Range[] {
  let left: Range[] = [...ranges].sort((a, b) => a[0] - b[0]);
  for (const [low, high] of taken) {
    left = left.flatMap(([from, to]): Range[] => {
      if (high < from || low > to) return [[from, to]];
      const out: Range[] = [];
      if (from < low) out.push([from, low - 1]);
      if (to > high) out.push([high + 1, to]);
      return out;
    });
  }
  return left;
}
