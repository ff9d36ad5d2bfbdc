import { type GrammarNode, parseGbnf } from "./gbnf-parse.ts";

/** Where in a grammar a text has led: all the ways in which it may go on. Opaque, immutable; equal ones have equal `key`. */
export interface GrammarState {
  readonly key: string;
  readonly paths: readonly Path[];
  /** The first bytes of a character that is not whole yet. */
  readonly pending: readonly number[];
}

/** A grammar that a text is followed through byte by byte, as tokens bring it. */
export interface TextGrammar {
  readonly start: GrammarState;
  /** Returns the state after these bytes, null where the grammar does not allow them. */
  readonly accept: (state: GrammarState, bytes: Uint8Array) => GrammarState | null;
  readonly acceptByte: (state: GrammarState, byte: number) => GrammarState | null;
  /** Whether the text may end here. */
  readonly canEnd: (state: GrammarState) => boolean;
  /** Whether nothing may follow. */
  readonly mustEnd: (state: GrammarState) => boolean;
  /** Returns the text that every way on begins with: empty where there is a choice, or where the text may end. */
  readonly forced: (state: GrammarState) => string;
}

/** A linked list of what is still to come; null is the end. Interned, so that equal lists are one object. */
type Path = { readonly id: number; readonly node: GrammarNode; readonly next: Path | null };

const MOST_FORCED = 400;

/** Returns a follower of the rule `root`. Follows all alternatives at once, so the grammar may be ambiguous and recursive, but not left-recursive. */
export function textGrammar(gbnf: string): TextGrammar {
  const rules = parseGbnf(gbnf);
  const root = rules.get("root");
  if (root === undefined) throw new SyntaxError("GBNF: there is no rule root.");
  const nodeIds = new Map<GrammarNode, number>();
  const interned = new Map<string, Path>();
  const repeats = new Map<string, GrammarNode>();
  const closures = new Map<Path, readonly (Path | null)[]>();
  const states = new Map<string, GrammarState>();
  const steps = new Map<string, GrammarState | null>();

  const idOf = (node: GrammarNode): number => {
    const id = nodeIds.get(node) ?? nodeIds.size;
    nodeIds.set(node, id);
    return id;
  };
  const path = (node: GrammarNode, next: Path | null): Path => {
    const key = `${idOf(node)}:${next?.id ?? ""}`;
    const made = interned.get(key) ?? { id: interned.size, node, next };
    interned.set(key, made);
    return made;
  };
  const repeat = (node: GrammarNode, least: number, most: number): GrammarNode => {
    const key = `${idOf(node)}:${least}:${most}`;
    const made = repeats.get(key) ?? { kind: "repeat", node, least, most };
    repeats.set(key, made);
    return made;
  };
  /** All paths that begin with characters, or are the end, and that this one may become without reading. */
  const closure = (from: Path): readonly (Path | null)[] => {
    const found = closures.get(from);
    if (found !== undefined) return found;
    const out = new Set<Path | null>();
    const seen = new Set<Path>();
    const open: (Path | null)[] = [from];
    for (let now = open.pop(); now !== undefined; now = open.pop()) {
      if (now === null || now.node.kind === "chars") {
        out.add(now);
        continue;
      }
      if (seen.has(now)) continue;
      seen.add(now);
      if (seen.size > 20_000) throw new RangeError("The grammar is left-recursive.");
      const { node, next } = now;
      if (node.kind === "rule") open.push(path(rules.get(node.name) as GrammarNode, next));
      else if (node.kind === "choice") for (const one of node.nodes) open.push(path(one, next));
      else if (node.kind === "sequence") open.push(node.nodes.reduceRight<Path | null>((rest, one) => path(one, rest), next));
      else {
        if (node.least === 0) open.push(next);
        if (node.most > 0)
          open.push(path(node.node, node.most === 1 ? next : path(repeat(node.node, Math.max(0, node.least - 1), node.most - 1), next)));
      }
    }
    const list = [...out];
    closures.set(from, list);
    return list;
  };
  const state = (paths: Iterable<Path | null>, pending: readonly number[]): GrammarState => {
    const all = [...new Set(paths)].sort((a, b) => (a?.id ?? -1) - (b?.id ?? -1));
    const key = `${all.map((one) => one?.id ?? "end").join(",")}|${pending.join(",")}`;
    const made = states.get(key) ?? { key, paths: all.map((one) => one ?? END), pending };
    states.set(key, made);
    return made;
  };
  const readPoint = (from: GrammarState, point: number): GrammarState | null => {
    const out = new Set<Path | null>();
    for (const { node, next } of from.paths) {
      if (node.kind !== "chars" || !covers(node.ranges, point, point)) continue;
      if (next === null) out.add(null);
      else for (const one of closure(next)) out.add(one);
    }
    return out.size === 0 ? null : state(out, []);
  };
  const acceptByte = (from: GrammarState, byte: number): GrammarState | null => {
    const key = `${from.key}/${byte}`;
    const known = steps.get(key);
    if (known !== undefined) return known;
    const bytes = [...from.pending, byte];
    const span = codePoints(bytes);
    let to: GrammarState | null = null;
    if (span?.whole) to = readPoint(from, span.low);
    else if (span !== null && from.paths.some(({ node }) => node.kind === "chars" && covers(node.ranges, span.low, span.high))) {
      to = state(
        from.paths.map((one) => (one === END ? null : one)),
        bytes,
      );
    }
    steps.set(key, to);
    return to;
  };
  const canEnd = (at: GrammarState): boolean => at.pending.length === 0 && at.paths.includes(END);
  return {
    start: state(closure(path(root, null)), []),
    accept: (from, bytes) => {
      let now: GrammarState | null = from;
      for (const byte of bytes) {
        now = acceptByte(now, byte);
        if (now === null) return null;
      }
      return now;
    },
    acceptByte,
    canEnd,
    mustEnd: (at) => at.paths.every((one) => one === END),
    forced: (from) => {
      let text = "";
      let now: GrammarState | null = from;
      while (now !== null && now.pending.length === 0 && text.length < MOST_FORCED) {
        const only = onlyPoint(now.paths);
        if (only === null) break;
        text += String.fromCodePoint(only);
        now = readPoint(now, only);
      }
      return text;
    },
  };
}

const END: Path = { id: -1, node: { kind: "sequence", nodes: [] }, next: null };

function onlyPoint(paths: readonly Path[]): number | null {
  let only: number | null = null;
  for (const { node } of paths) {
    if (node.kind !== "chars") return null;
    for (const [low, high] of node.ranges) {
      if (low !== high || (only !== null && only !== low)) return null;
      only = low;
    }
  }
  return only;
}

function covers(ranges: readonly (readonly [number, number])[], low: number, high: number): boolean {
  return ranges.some(([from, to]) => from <= high && to >= low);
}

/** The code points that begin with these bytes of UTF-8; null where none does. */
function codePoints(bytes: readonly number[]): { readonly low: number; readonly high: number; readonly whole: boolean } | null {
  const [first = 0] = bytes;
  if (first < 0x80) return { low: first, high: first, whole: true };
  const length = first >= 0xf0 && first <= 0xf4 ? 4 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xc2 && first < 0xe0 ? 2 : 0;
  if (length === 0 || bytes.slice(1).some((byte) => byte < 0x80 || byte > 0xbf)) return null;
  let low = first & (0xff >> (length + 1));
  for (let index = 1; index < bytes.length; index++) low = low * 64 + ((bytes[index] ?? 0) & 0x3f);
  const missing = length - bytes.length;
  const span = 64 ** missing;
  const from = Math.max(low * span, [0, 0, 0x80, 0x800, 0x10000][length] ?? 0);
  const to = Math.min(low * span + span - 1, 0x10ffff);
  if (from > to || (from >= 0xd800 && to <= 0xdfff)) return null;
  return { low: from, high: to, whole: missing === 0 };
}
