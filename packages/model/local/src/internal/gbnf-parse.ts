/** What a grammar is made of. `ranges` are inclusive code points. */
export type GrammarNode =
  | { readonly kind: "chars"; readonly ranges: readonly (readonly [number, number])[] }
  | { readonly kind: "sequence"; readonly nodes: readonly GrammarNode[] }
  | { readonly kind: "choice"; readonly nodes: readonly GrammarNode[] }
  | { readonly kind: "repeat"; readonly node: GrammarNode; readonly least: number; readonly most: number }
  | { readonly kind: "rule"; readonly name: string };

const LAST_CODE_POINT = 0x10ffff;

/** Parses GBNF as llama.cpp writes it: literals, classes, `.`, groups, `|`, `* + ? {m} {m,} {m,n}`, comments. @throws SyntaxError with the place */
export function parseGbnf(text: string): ReadonlyMap<string, GrammarNode> {
  const chars = [...text];
  let at = 0;
  const fail = (what: string): never => {
    throw new SyntaxError(`GBNF, character ${at}: ${what}.`);
  };
  const space = (lines: boolean): void => {
    for (; at < chars.length; at++) {
      if (chars[at] === "#") while (at < chars.length && chars[at] !== "\n") at++;
      const char = chars[at];
      if (char === " " || char === "\t" || (lines && (char === "\n" || char === "\r"))) continue;
      return;
    }
  };
  const name = (): string => {
    const start = at;
    while (at < chars.length && /[a-zA-Z0-9-]/.test(chars[at] ?? "")) at++;
    return at === start ? fail("a rule's name is expected") : chars.slice(start, at).join("");
  };
  const codePoint = (): number => {
    const char = chars[at++] ?? fail("the text ends within a literal");
    if (char !== "\\") return char.codePointAt(0) ?? 0;
    const escaped = chars[at++] ?? fail("the text ends within an escape");
    const digits = { x: 2, u: 4, U: 8 }[escaped];
    if (digits !== undefined) {
      const hex = chars.slice(at, at + digits).join("");
      at += digits;
      return /^[0-9a-fA-F]+$/.test(hex) && hex.length === digits ? Number.parseInt(hex, 16) : fail("hexadecimal digits are expected");
    }
    return { n: 10, r: 13, t: 9 }[escaped] ?? escaped.codePointAt(0) ?? 0;
  };
  const literal = (): GrammarNode => {
    const nodes: GrammarNode[] = [];
    for (at++; chars[at] !== '"'; ) {
      const point = codePoint();
      nodes.push({ kind: "chars", ranges: [[point, point]] });
    }
    at++;
    return { kind: "sequence", nodes };
  };
  const charClass = (): GrammarNode => {
    at++;
    const negated = chars[at] === "^";
    if (negated) at++;
    const ranges: [number, number][] = [];
    while (chars[at] !== "]") {
      const low = codePoint();
      const isRange = chars[at] === "-" && chars[at + 1] !== "]";
      if (isRange) at++;
      ranges.push([low, isRange ? codePoint() : low]);
    }
    at++;
    return { kind: "chars", ranges: negated ? complement(ranges) : ranges };
  };
  const atom = (): GrammarNode | null => {
    const char = chars[at];
    if (char === '"') return literal();
    if (char === "[") return charClass();
    if (char === ".") {
      at++;
      return { kind: "chars", ranges: [[0, LAST_CODE_POINT]] };
    }
    if (char === "(") {
      at++;
      const inner = choice(true);
      return chars[at++] === ")" ? inner : fail('")" is expected');
    }
    return /[a-zA-Z]/.test(char ?? "") ? { kind: "rule", name: name() } : null;
  };
  const repeated = (node: GrammarNode): GrammarNode => {
    const char = chars[at];
    const bounds: [number, number] | undefined = { "*": [0, Number.POSITIVE_INFINITY], "+": [1, Number.POSITIVE_INFINITY], "?": [0, 1] }[
      char ?? ""
    ] as [number, number] | undefined;
    if (bounds !== undefined) {
      at++;
      return { kind: "repeat", node, least: bounds[0], most: bounds[1] };
    }
    if (char !== "{") return node;
    const [all, least = "", comma, most = ""] =
      /^\{(\d+)(,?)(\d*)\}/.exec(chars.slice(at, at + 24).join("")) ?? fail("bounds such as {1,3} are expected");
    at += [...all].length;
    return {
      kind: "repeat",
      node,
      least: Number(least),
      most: comma === "" ? Number(least) : most === "" ? Number.POSITIVE_INFINITY : Number(most),
    };
  };
  const sequence = (nested: boolean): GrammarNode => {
    const nodes: GrammarNode[] = [];
    for (;;) {
      space(nested);
      const node = atom();
      if (node === null) return nodes.length === 1 ? (nodes[0] as GrammarNode) : { kind: "sequence", nodes };
      nodes.push(repeated(node));
    }
  };
  const choice = (nested: boolean): GrammarNode => {
    const nodes = [sequence(nested)];
    for (space(nested); chars[at] === "|"; space(nested)) {
      at++;
      space(true);
      nodes.push(sequence(nested));
    }
    return nodes.length === 1 ? (nodes[0] as GrammarNode) : { kind: "choice", nodes };
  };
  const rules = new Map<string, GrammarNode>();
  for (space(true); at < chars.length; space(true)) {
    const rule = name();
    space(false);
    if (chars.slice(at, at + 3).join("") !== "::=") fail('"::=" is expected');
    at += 3;
    space(true);
    rules.set(rule, choice(false));
  }
  for (const used of [...rules.values()].flatMap(rulesIn)) if (!rules.has(used)) fail(`the rule ${used} is not defined`);
  return rules;
}

function rulesIn(node: GrammarNode): string[] {
  if (node.kind === "rule") return [node.name];
  if (node.kind === "repeat") return rulesIn(node.node);
  return node.kind === "chars" ? [] : node.nodes.flatMap(rulesIn);
}

function complement(ranges: readonly (readonly [number, number])[]): [number, number][] {
  const out: [number, number][] = [];
  let next = 0;
  for (const [low, high] of [...ranges].sort((a, b) => a[0] - b[0])) {
    if (low > next) out.push([next, low - 1]);
    next = Math.max(next, high + 1);
  }
  if (next <= LAST_CODE_POINT) out.push([next, LAST_CODE_POINT]);
  return out;
}
