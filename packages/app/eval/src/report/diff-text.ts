export interface DiffPiece {
  readonly kind: "same" | "added" | "removed";
  readonly text: string;
}

/** Edits beyond which two texts are shown one after the other: nobody reads such a diff, and its cost grows with their number. */
const MOST_EDITS = 300;
/** Share of characters in common below which words that happen to agree only confuse. */
const LEAST_COMMON = 0.25;

/**
 * Returns what turns one text into the other, word by word, as few edits as can be (Myers, "An O(ND) Difference Algorithm and Its Variations",
 * 1986): pieces in order, what was removed before what was added in its place. Texts with little in common come whole, one removed, one added.
 */
export function diffText(from: string, to: string): DiffPiece[] {
  if (from === to) return from === "" ? [] : [{ kind: "same", text: from }];
  const [a, b] = [tokens(from), tokens(to)];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const middle = edits(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  const whole: DiffPiece[] = [
    { kind: "removed", text: from },
    { kind: "added", text: to },
  ];
  if (middle === null) return whole.filter(({ text }) => text !== "");
  const same = (words: readonly string[]): DiffPiece[] => words.map((text) => ({ kind: "same", text }));
  const pieces = joined([...same(a.slice(0, head)), ...middle, ...same(a.slice(a.length - tail))]);
  const common = pieces.reduce((sum, { kind, text }) => sum + (kind === "same" ? text.trim().length : 0), 0);
  if (common < LEAST_COMMON * Math.min(from.length, to.length)) return whole.filter(({ text }) => text !== "");
  return pieces;
}

/** Words with the space after them, marks by themselves. */
function tokens(text: string): string[] {
  return text.match(/[\p{L}\p{N}\p{M}_]+\s*|[^\p{L}\p{N}\p{M}_\s]\s*|\s+/gu) ?? [];
}

function edits(a: readonly string[], b: readonly string[]): DiffPiece[] | null {
  const most = Math.min(MOST_EDITS, a.length + b.length);
  const furthest = new Int32Array(2 * most + 3);
  const zero = most + 1;
  const trail: Int32Array[] = [];
  for (let d = 0; d <= most; d++) {
    trail.push(furthest.slice());
    for (let k = -d; k <= d; k += 2) {
      let x = stepsDown(furthest, zero, k, d) ? (furthest[zero + k + 1] ?? 0) : (furthest[zero + k - 1] ?? 0) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      furthest[zero + k] = x;
      if (x >= a.length && x - k >= b.length) return walkedBack(trail, a, b, zero);
    }
  }
  return null;
}

function stepsDown(furthest: Int32Array, zero: number, k: number, d: number): boolean {
  return k === -d || (k !== d && (furthest[zero + k - 1] ?? 0) < (furthest[zero + k + 1] ?? 0));
}

function walkedBack(trail: readonly Int32Array[], a: readonly string[], b: readonly string[], zero: number): DiffPiece[] {
  const pieces: DiffPiece[] = [];
  let [x, y] = [a.length, b.length];
  for (let d = trail.length - 1; d >= 0; d--) {
    const furthest = trail[d] ?? new Int32Array();
    const k = x - y;
    const down = stepsDown(furthest, zero, k, d);
    const before = down ? k + 1 : k - 1;
    const fromX = d === 0 ? 0 : (furthest[zero + before] ?? 0);
    const fromY = fromX - (d === 0 ? 0 : before);
    const start = d === 0 ? 0 : down ? fromX : fromX + 1;
    while (x > start) {
      pieces.push({ kind: "same", text: a[x - 1] ?? "" });
      x--;
      y--;
    }
    if (d === 0) break;
    if (down) pieces.push({ kind: "added", text: b[y - 1] ?? "" });
    else pieces.push({ kind: "removed", text: a[x - 1] ?? "" });
    [x, y] = [fromX, fromY];
  }
  return pieces.reverse();
}

/** Joins neighbours of one kind; of a change, what was removed stands first. */
function joined(pieces: readonly DiffPiece[]): DiffPiece[] {
  const out: DiffPiece[] = [];
  let removed = "";
  let added = "";
  let same = "";
  const flush = (): void => {
    if (removed !== "") out.push({ kind: "removed", text: removed });
    if (added !== "") out.push({ kind: "added", text: added });
    removed = "";
    added = "";
  };
  for (const { kind, text } of pieces) {
    if (kind === "same") {
      flush();
      same += text;
      continue;
    }
    if (same !== "") out.push({ kind: "same", text: same });
    same = "";
    if (kind === "removed") removed += text;
    else added += text;
  }
  flush();
  if (same !== "") out.push({ kind: "same", text: same });
  return out;
}
