import { hashOf, type Json, type Score, type Scorer, type Step, type Unscored } from "@pawl/core";
import { innerScore, innerVoid, type MemberScore, madeFrom, memberScore } from "./inner-score.ts";

export interface RubricItem<I, O, E> {
  readonly id: string;
  /** What is asked, for reports. */
  readonly question?: string | undefined;
  /** What a yes and a no look like. */
  readonly anchors?: { readonly yes: string; readonly no: string } | undefined;
  /** Above 0. @default 1 */
  readonly weight?: number | undefined;
  /** A no here makes the whole 0. @default false */
  readonly veto?: boolean | undefined;
  /** Says yes (1) or no (0): binary, higher is better; see `passAt` and `negate`. */
  readonly scorer: Scorer<I, O, E>;
}

export interface RubricOptions<I, O, E> {
  /** @default "rubric" */
  readonly name?: string | undefined;
  readonly items: readonly RubricItem<I, O, E>[];
  /** Score pass or fail: 1 where the share of weight with a yes reaches this. @default none: the share itself */
  readonly passAt?: number | undefined;
}

/**
 * Returns a scorer of weighted yes-or-no items: Σ weight of the yes / Σ weight, 0 where an item with a veto says no; with `passAt`, 1 or 0. An
 * item that is unscored, or whose scorer broke, is never a no: the whole is unscored, unless a failed veto or the bounds with all such items a no and
 * all a yes decide alike. The detail holds every item and the bounds. An item made by `recordOnly` is in the detail only.
 * @throws TypeError for an item that is not binary with higher better, or an id that comes twice; RangeError for a weight not above 0, no item, or `passAt` off 0..1
 */
export function rubric<I, O, E, const Name extends string>(
  options: RubricOptions<I, O, E> & { readonly name: Name },
): Scorer<I, O, E, Name>;
export function rubric<I, O, E>(options: RubricOptions<I, O, E>): Scorer<I, O, E, "rubric">;
export function rubric<I, O, E>(options: RubricOptions<I, O, E>): Scorer<I, O, E> {
  const { items, passAt } = options;
  const name = options.name ?? "rubric";
  checkItems(name, items);
  if (passAt !== undefined && !(passAt >= 0 && passAt <= 1)) throw new RangeError(`"passAt" of "${name}" lies in 0..1; got ${passAt}.`);
  const judge = items.find(({ scorer }) => scorer.judge)?.scorer.judge;
  return {
    name,
    hash: hashOf({
      scorer: "pawl.rubric/1",
      passAt: passAt ?? null,
      items: items.map(({ anchors, id, question = null, scorer, veto = false, weight = 1 }) => ({
        id,
        question,
        anchors: anchors ? { ...anchors } : null,
        weight: scorer.role === "recorded" ? 0 : weight,
        veto,
        scorer: scorer.hash,
      })),
    }),
    direction: "higher",
    scale: passAt === undefined ? "share" : "binary",
    ...(judge ? { judge: { model: judge.model, calibration: null } } : {}),
    score: async (request, callOptions) =>
      graded(
        items,
        await Promise.all(items.map(({ scorer }) => memberScore(() => innerScore(scorer, request, callOptions), callOptions))),
        passAt,
      ),
    ...(items.some(({ scorer }) => scorer.scoreVoid)
      ? {
          scoreVoid: async (request, callOptions) =>
            graded(
              items,
              await Promise.all(items.map(({ scorer }) => memberScore(() => innerVoid<I, E>(scorer, request, callOptions), callOptions))),
              passAt,
            ),
        }
      : {}),
  };
}

function graded(
  items: readonly RubricItem<never, never, never>[],
  results: readonly MemberScore[],
  passAt: number | undefined,
): Score | Unscored {
  const rows: { readonly [field: string]: Json }[] = [];
  const vetoed: string[] = [];
  const open: string[] = [];
  const steps: Step[] = [];
  let [yes, unknown, total] = [0, 0, 0];
  let [broken, openVeto] = [false, false];
  items.forEach(({ id, question, scorer, veto = false, weight = 1 }, i) => {
    const result = results[i] ?? { kind: "unscored", reason: "not asked" };
    const value = result.kind === "score" ? result.value : null;
    steps.push(...(result.steps ?? []));
    const counts = scorer.role !== "recorded";
    rows.push({
      id,
      ...(question === undefined ? {} : { question }),
      value,
      weight: counts ? weight : 0,
      veto: counts && veto,
      ...(result.reason === undefined ? {} : { reason: result.reason }),
    });
    if (!counts) return;
    total += weight;
    if (value === null) {
      unknown += weight;
      open.push(`${id}: ${result.reason ?? "unscored"}`);
      openVeto ||= veto;
      broken ||= "broken" in result;
    } else if (value === 1) yes += weight;
    else if (veto) vetoed.push(id);
  });
  const bounds: readonly [number, number] =
    vetoed.length > 0 ? [0, 0] : [openVeto ? 0 : yes / total, unknown === 0 ? yes / total : Math.min(1, (yes + unknown) / total)];
  const [low, high] = passAt === undefined ? bounds : bounds.map((bound) => (bound >= passAt ? 1 : 0));
  const withSteps = steps.length > 0 ? { steps } : {};
  if (low === high && low !== undefined) {
    const reason = vetoed.length > 0 ? { reason: `vetoed by ${vetoed.join(", ")}` } : {};
    const counted = results.filter((_, i) => items[i]?.scorer.role !== "recorded");
    return madeFrom({ kind: "score", value: low, detail: { items: rows, vetoed, bounds: [...bounds] }, ...reason, ...withSteps }, counted);
  }
  const reason = open.join("; ");
  if (broken) throw new Error(reason);
  return { kind: "unscored", reason, ...withSteps };
}

function checkItems(name: string, items: readonly RubricItem<never, never, never>[]): void {
  if (!items.some(({ scorer }) => scorer.role !== "recorded")) throw new RangeError(`"${name}" needs an item that counts.`);
  const ids = items.map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) throw new TypeError(`"${name}" has two items called "${twice}".`);
  for (const { id, scorer, weight = 1 } of items) {
    if (scorer.scale !== "binary" || scorer.direction !== "higher") {
      throw new TypeError(
        `Item "${id}" of "${name}" is scored by "${scorer.name}" (${scorer.scale}, ${scorer.direction} is better); an item says yes or no, higher is better. Take passAt or negate of it.`,
      );
    }
    if (!(weight > 0 && Number.isFinite(weight))) throw new RangeError(`The weight of "${id}" in "${name}" is above 0; got ${weight}.`);
  }
}
