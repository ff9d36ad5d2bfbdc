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
  const rows = given.length + 1;
  const columns = wanted.length + 1;
  const costs = new Float64Array(rows * columns).fill(Number.POSITIVE_INFINITY);
  const steps = new Uint8Array(rows * columns);
  for (let j = 0; j < columns; j++) {
    costs[j] = j;
    steps[j] = INSERT;
  }
  const ratio = given.length === 0 ? 1 : wanted.length / given.length;
  const width = BEAM_WIDTH < ratio / 2 ? Math.ceil(ratio / 2 + BEAM_WIDTH) : BEAM_WIDTH;
  for (let i = 1; i < rows; i++) {
    const diagonal = Math.floor(i * ratio);
    const from = Math.max(0, diagonal - width);
    const to = i === given.length ? columns : Math.min(columns, diagonal + width);
    for (let j = from; j < to; j++) {
      const at = i * columns + j;
      const down = (costs[at - columns] ?? 0) + 1;
      if (j === 0) {
        costs[at] = down;
        steps[at] = DELETE;
        continue;
      }
      const same = given[i - 1] === wanted[j - 1];
      costs[at] = (costs[at - columns - 1] ?? 0) + (same ? 0 : 1);
      steps[at] = same ? KEEP : SUBSTITUTE;
      if (down < (costs[at] ?? 0)) {
        costs[at] = down;
        steps[at] = DELETE;
      }
      const right = (costs[at - 1] ?? 0) + 1;
      if (right < (costs[at] ?? 0)) {
        costs[at] = right;
        steps[at] = INSERT;
      }
    }
  }
  return { cost: costs[rows * columns - 1] ?? 0, steps: readBack(steps, rows, columns) };
}

const KEEP = 0;
const SUBSTITUTE = 1;
const INSERT = 2;
const DELETE = 3;
const NAMES: readonly EditStep[] = ["keep", "substitute", "insert", "delete"];

function readBack(steps: Uint8Array, rows: number, columns: number): EditStep[] {
  const trace: EditStep[] = [];
  let i = rows - 1;
  let j = columns - 1;
  while (i > 0 || j > 0) {
    const step = i === 0 ? INSERT : j === 0 ? DELETE : (steps[i * columns + j] ?? KEEP);
    trace.push(NAMES[step] ?? "keep");
    if (step !== INSERT) i--;
    if (step !== DELETE) j--;
  }
  return trace.reverse();
}
