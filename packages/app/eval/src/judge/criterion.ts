/** One answer that a judge may give, what it is worth (0..1) and when it is right. */
export interface Level {
  readonly label: string;
  readonly value: number;
  readonly anchor: string;
}

/** A question about the graded text and the answers to it: two or three, best first, each anchored. */
export interface Criterion {
  readonly question: string;
  readonly levels: readonly Level[];
}

/** Returns a yes/no criterion: yes is worth 1, no 0. */
export function yesNo(question: string, anchors: { readonly yes: string; readonly no: string }): Criterion {
  return {
    question,
    levels: [
      { label: "yes", value: 1, anchor: anchors.yes },
      { label: "no", value: 0, anchor: anchors.no },
    ],
  };
}

/** Whether a criterion has two levels, worth 0 and 1. */
export function isBinary({ levels }: Criterion): boolean {
  return levels.length === 2 && levels.some(({ value }) => value === 0) && levels.some(({ value }) => value === 1);
}

const LABEL = /^\p{L}[\p{L}\p{N}-]*$/u;

/** @throws TypeError for an empty question, fewer than two or more than five levels, labels that are not words or not distinct, values outside 0..1. */
export function requireCriterion({ question, levels }: Criterion, where: string): void {
  if (question.trim() === "") throw new TypeError(`${where}: the question is empty.`);
  if (levels.length < 2 || levels.length > 5)
    throw new TypeError(`${where}: a criterion has two to five levels, better two or three; got ${levels.length}.`);
  for (const { anchor, label, value } of levels) {
    if (!LABEL.test(label)) throw new TypeError(`${where}: a level's label is one word, like "yes"; got ${JSON.stringify(label)}.`);
    if (anchor.trim() === "") throw new TypeError(`${where}: level "${label}" has no anchor. Say when it is right.`);
    if (!(value >= 0 && value <= 1)) throw new TypeError(`${where}: level "${label}" is worth 0..1; got ${value}.`);
  }
  const labels = levels.map(({ label }) => label.toLowerCase());
  const twice = labels.find((label, i) => labels.indexOf(label) !== i);
  if (twice !== undefined) throw new TypeError(`${where}: two levels are called "${twice}".`);
}
