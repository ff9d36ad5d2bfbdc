import type { Scorer } from "@pawl/core";
import { answerScorer } from "../answer-scorer.ts";
import { type EditStep, editTrace } from "./edit-trace.ts";
import { words } from "./ngrams.ts";

export interface TerOptions {
  /** @default false */
  readonly caseSensitive?: boolean | undefined;
}

export interface Ter {
  /** Edits in percent of the reference length, as the literature prints it: 0 is best, above 100 is possible. */
  readonly score: number;
  readonly edits: number;
  /** The mean over the references. */
  readonly referenceLength: number;
  readonly signature: string;
}

/**
 * Returns the translation edit rate (Snover et al. 2006) of one text: fewest insertions, deletions, substitutions and shifts of up to ten
 * words, over the mean reference length; of several references the one with the fewest edits counts. Words between white space, lower-cased.
 * Shifts are found greedily with Tercom's limits. No reference words: 100 for any text, 0 for none. Agrees with sacreBLEU 2.6 without its
 * normalisation of punctuation; where a thousand shifts were tried it stops there, as that does.
 */
export function terOf(hypothesis: string, references: string | readonly string[], options: TerOptions = {}): Ter {
  return corpusTer([{ hypothesis, references: typeof references === "string" ? [references] : references }], options);
}

/** Returns the translation edit rate of a corpus: edits and lengths are summed first. No text: 0. */
export function corpusTer(
  texts: readonly { readonly hypothesis: string; readonly references: readonly string[] }[],
  options: TerOptions = {},
): Ter {
  const { caseSensitive = false } = options;
  const read = (text: string): string[] => words(caseSensitive ? text : text.toLowerCase());
  let edits = 0;
  let referenceLength = 0;
  for (const { hypothesis, references } of texts) {
    if (references.length === 0) throw new RangeError("TER needs a reference for every text; got one without.");
    const given = read(hypothesis);
    const wanted = references.map(read);
    edits += Math.min(...wanted.map((reference) => editsWithShifts(given, reference)));
    referenceLength += wanted.reduce((sum, { length }) => sum + length, 0) / wanted.length;
  }
  const score = referenceLength > 0 ? (100 * edits) / referenceLength : edits > 0 ? 100 : 0;
  const [count = 0, ...others] = new Set(texts.map((text) => text.references.length));
  const signature = `nrefs:${others.length > 0 ? "var" : count}|case:${caseSensitive ? "mixed" : "lc"}|tok:tercom|norm:no|punct:yes|asian:no|version:pawl.ter/1`;
  return { score, edits, referenceLength, signature };
}

/** Returns a scorer of the translation edit rate as a share of the reference length, lower is better, unbounded above. See `terOf`. */
export function ter(options: TerOptions = {}): Scorer<unknown, string, string, "ter"> {
  const { caseSensitive = false } = options;
  return answerScorer({
    name: "ter",
    kind: "ter",
    version: 1,
    settings: { caseSensitive },
    direction: "lower",
    scale: "real",
    measure: (output, answers) => {
      const { edits, score, signature } = terOf(output, answers, options);
      return { value: score / 100, detail: { edits, signature } };
    },
  });
}

/** Tercom's limits, and sacreBLEU's own on how many shifts are tried. */
const MAX_SHIFT_SIZE = 10;
const MAX_SHIFT_DISTANCE = 50;
const MAX_CANDIDATES = 1000;

function editsWithShifts(given: readonly string[], wanted: readonly string[]): number {
  if (wanted.length === 0) return given.length;
  let current = given;
  let shifts = 0;
  let tried = 0;
  for (;;) {
    const best = bestShift(current, wanted, tried);
    tried = best.tried;
    if (tried >= MAX_CANDIDATES || best.gain <= 0) break;
    shifts++;
    current = best.words;
  }
  return shifts + editTrace(current, wanted).cost;
}

interface Shift {
  readonly gain: number;
  readonly words: readonly string[];
  readonly tried: number;
}

function bestShift(given: readonly string[], wanted: readonly string[], triedBefore: number): Shift {
  const { cost, steps } = editTrace(given, wanted);
  const { align, givenWrong, wantedWrong } = alignment(steps);
  let tried = triedBefore;
  let best: { readonly rank: readonly number[]; readonly words: readonly string[] } | null = null;
  for (const [start, target, length] of sharedRuns(given, wanted)) {
    if (!givenWrong.slice(start, start + length).some(Boolean)) continue;
    if (!wantedWrong.slice(target, target + length).some(Boolean)) continue;
    const here = align[target] ?? 0;
    if (start <= here && here < start + length) continue;
    let previous = -1;
    for (let offset = -1; offset < length; offset++) {
      const before = target + offset;
      if (before >= align.length) break;
      const to = before === -1 ? 0 : (align[before] ?? 0) + 1;
      if (to === previous) continue;
      previous = to;
      const shifted = shift(given, { start, length, to });
      const rank = [cost - editTrace(shifted, wanted).cost, length, -start, -to];
      tried++;
      if (best === null || isAbove(rank, best.rank)) best = { rank, words: shifted };
    }
    if (tried >= MAX_CANDIDATES) break;
  }
  return best === null ? { gain: 0, words: given, tried } : { gain: best.rank[0] ?? 0, words: best.words, tried };
}

function* sharedRuns(
  given: readonly string[],
  wanted: readonly string[],
): Generator<readonly [start: number, target: number, length: number]> {
  for (let start = 0; start < given.length; start++) {
    for (let target = 0; target < wanted.length; target++) {
      if (Math.abs(target - start) > MAX_SHIFT_DISTANCE) continue;
      for (let length = 0; length < MAX_SHIFT_SIZE; length++) {
        if (start + length >= given.length || target + length >= wanted.length) break;
        if (given[start + length] !== wanted[target + length]) break;
        yield [start, target, length + 1];
      }
    }
  }
}

/** `align[i]` is the given word that stands at or before wanted word i, −1 before the first. */
function alignment(steps: readonly EditStep[]): {
  readonly align: readonly number[];
  readonly givenWrong: readonly boolean[];
  readonly wantedWrong: readonly boolean[];
} {
  const align: number[] = [];
  const givenWrong: boolean[] = [];
  const wantedWrong: boolean[] = [];
  for (const step of steps) {
    if (step !== "insert") givenWrong.push(step !== "keep");
    if (step === "delete") continue;
    align.push(givenWrong.length - 1);
    wantedWrong.push(step !== "keep");
  }
  return { align, givenWrong, wantedWrong };
}

function shift(
  list: readonly string[],
  { length, start, to }: { readonly start: number; readonly length: number; readonly to: number },
): string[] {
  const moved = list.slice(start, start + length);
  const rest = [...list.slice(0, start), ...list.slice(start + length)];
  const at = to < start ? to : to > start + length ? to - length : to;
  return [...rest.slice(0, at), ...moved, ...rest.slice(at)];
}

function isAbove(a: readonly number[], b: readonly number[]): boolean {
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
