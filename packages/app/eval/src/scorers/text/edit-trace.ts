/** One step of turning the given words into the wanted ones; a `delete` takes a given word away, an `insert` brings a wanted one. */
export type EditStep = "keep" | "substitute" | "insert" | "delete";

export interface EditTrace {
  readonly cost: number;
  readonly steps: readonly EditStep[];
}

/** Around the diagonal only so many cells are looked at: Tercom's width, as sacreBLEU takes it. */
const BEAM_WIDTH = 25;

/** Returns the edit distance of two lists of words with its steps; among equals keep or substitute come before delete, delete before insert. */
export function editTrace(given: readonly string[], wanted: readonly string[]): EditTrace {
  const columns = wanted.length + 1;
  const first: Row = { from: 0, costs: Float64Array.from({ length: columns }, (_, j) => j), steps: new Uint8Array(columns).fill(INSERT) };
  const rows = [first];
  const ratio = given.length === 0 ? 1 : wanted.length / given.length;
  const width = BEAM_WIDTH < ratio / 2 ? Math.ceil(ratio / 2 + BEAM_WIDTH) : BEAM_WIDTH;
  given.forEach((word, i) => {
    const diagonal = Math.floor((i + 1) * ratio);
    const from = Math.max(0, diagonal - width);
    const to = i + 1 === given.length ? columns : Math.min(columns, diagonal + width);
    rows.push(nextRow(rows[i] ?? first, { word, wanted, from, to }));
  });
  const last = rows.at(-1) ?? first;
  return { cost: costAt(last, wanted.length), steps: readBack(rows, wanted.length) };
}

/** The cells of one given word that lie in the beam. */
interface Row {
  readonly from: number;
  readonly costs: Float64Array;
  readonly steps: Uint8Array;
}

const KEEP = 0;
const SUBSTITUTE = 1;
const INSERT = 2;
const DELETE = 3;
const NAMES: readonly EditStep[] = ["keep", "substitute", "insert", "delete"];

function costAt({ costs, from }: Row, j: number): number {
  return costs[j - from] ?? Number.POSITIVE_INFINITY;
}

interface RowPlan {
  readonly word: string;
  readonly wanted: readonly string[];
  readonly from: number;
  readonly to: number;
}

function nextRow(above: Row, { from, to, wanted, word }: RowPlan): Row {
  const costs = new Float64Array(Math.max(0, to - from));
  const steps = new Uint8Array(costs.length);
  for (let j = from; j < to; j++) {
    const down = costAt(above, j) + 1;
    let [cost, step] = [down, DELETE];
    if (j > 0) {
      const same = word === wanted[j - 1];
      const across = costAt(above, j - 1) + (same ? 0 : 1);
      if (across <= cost) [cost, step] = [across, same ? KEEP : SUBSTITUTE];
      const right = j > from ? (costs[j - 1 - from] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      if (right < cost) [cost, step] = [right, INSERT];
    }
    costs[j - from] = cost;
    steps[j - from] = step;
  }
  return { from, costs, steps };
}

function readBack(rows: readonly Row[], columns: number): EditStep[] {
  const trace: EditStep[] = [];
  let i = rows.length - 1;
  let j = columns;
  while (i > 0 || j > 0) {
    const row = rows[i];
    const step = i === 0 ? INSERT : j === 0 ? DELETE : (row?.steps[j - row.from] ?? KEEP);
    trace.push(NAMES[step] ?? "keep");
    if (step !== INSERT) i--;
    if (step !== DELETE) j--;
  }
  return trace.reverse();
}
