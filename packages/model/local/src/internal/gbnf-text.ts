/** Returns a text as a GBNF literal. */
export function gbnfLiteral(text: string): string {
  return `"${[...text].map((char) => escapeChar(char, '"')).join("")}"`;
}

/** Returns inclusive ranges of code points as a GBNF class. */
export function gbnfClass(ranges: readonly (readonly [number, number])[]): string {
  const one = (point: number): string => escapeChar(String.fromCodePoint(point), "^-]");
  return `[${ranges.map(([low, high]) => (low === high ? one(low) : `${one(low)}-${one(high)}`)).join("")}]`;
}

/** Returns `part` repeated, in the shortest form. */
export function gbnfRepeat(part: string, least: number, most: number | null): string {
  if (most === null) return least === 0 ? `${part}*` : least === 1 ? `${part}+` : `${part}{${least},}`;
  if (least === 1 && most === 1) return part;
  if (least === 0 && most === 1) return `${part}?`;
  return least === most ? `${part}{${least}}` : `${part}{${least},${most}}`;
}

function escapeChar(char: string, also: string): string {
  const point = char.codePointAt(0) ?? 0;
  if (char === "\n") return "\\n";
  if (char === "\r") return "\\r";
  if (char === "\t") return "\\t";
  if (char === "\\") return "\\\\";
  if (char === '"' || char === "]") return also.includes(char) ? `\\${char}` : char;
  if (also.includes(char)) return `\\x${point.toString(16).padStart(2, "0")}`;
  if (point < 0x20 || point === 0x7f) return `\\x${point.toString(16).padStart(2, "0")}`;
  return char;
}
