import { hashOf, type ModelRef, type Score, type ScoreRequest, type Scorer, type Trace, type Unscored } from "@pawl/core";

/** What a LangSmith evaluator is called with: one object. Values that are no objects are wrapped as LangSmith does: `{ input }`, `{ output }`. */
export interface LangsmithArguments {
  readonly inputs: { readonly [key: string]: unknown };
  readonly outputs: { readonly [key: string]: unknown };
  readonly referenceOutputs: { readonly [key: string]: unknown } | undefined;
  readonly run: { readonly id: string; readonly inputs: LangsmithArguments["inputs"]; readonly outputs: LangsmithArguments["outputs"] };
  readonly example: {
    readonly id: string;
    readonly inputs: LangsmithArguments["inputs"];
    readonly outputs: LangsmithArguments["referenceOutputs"];
    readonly metadata: { readonly tags?: readonly string[] | undefined };
  };
}

export interface LangsmithResult {
  readonly key?: string | undefined;
  readonly score?: number | boolean | null | undefined;
  /** Of a categorical metric: kept as the detail; it is no score. */
  readonly value?: unknown;
  readonly comment?: string | undefined;
}

type Answer =
  | number
  | boolean
  | string
  | null
  | undefined
  | LangsmithResult
  | readonly LangsmithResult[]
  | { readonly results: readonly LangsmithResult[] };

/** A LangSmith evaluator function, plain or asynchronous, whatever of `LangsmithArguments` it declares. */
export type LangsmithEvaluator = (args: never) => Answer | Promise<Answer>;

export interface FromLangsmithOptions<Names extends readonly string[]> {
  /** The keys of its results; a scorer is made of each, and the function is called once a case for all of them. A bare number or boolean is the first one's. */
  readonly keys: Names;
  /** Which version of the function; scores of another one are never mixed in. */
  readonly version: string;
  /** @default share: scores lie in 0..1; binary for booleans; real for anything else */
  readonly scale?: "binary" | "share" | "real" | undefined;
  /** @default higher */
  readonly direction?: "higher" | "lower" | undefined;
  /** The model that it asks, where it asks one: its scores are then shown as a judge's, not calibrated until people were compared with. @default none */
  readonly judge?: ModelRef | undefined;
}

/**
 * Returns the metrics of a LangSmith evaluator as scorers, by key. Numbers and booleans are scores (true 1, false 0), also as `{ key, score, comment }`,
 * in lists and in `{ results }`; the comment is the reason. A key that is missing, a score of null and a categorical value are *unscored*.
 * @throws TypeError without a key
 */
export function fromLangsmith<const Names extends readonly string[]>(
  evaluator: LangsmithEvaluator,
  options: FromLangsmithOptions<Names>,
): readonly Scorer<unknown, unknown, unknown, Names[number]>[] {
  const { direction = "higher", judge, keys, scale = "share", version } = options;
  if (keys.length === 0) throw new TypeError("Say the keys of the evaluator's results: a scorer is made of each.");
  const answered = new WeakMap<Trace, Promise<readonly LangsmithResult[]>>();
  const answersOf = (request: ScoreRequest<unknown, unknown, unknown>): Promise<readonly LangsmithResult[]> => {
    const known = answered.get(request.trace);
    if (known) return known;
    const asked = (async () => resultsOf(await evaluator(argumentsFor(request))))();
    answered.set(request.trace, asked);
    return asked;
  };
  return keys.map((key, i) => ({
    name: key,
    hash: hashOf({ scorer: "pawl.langsmith/1", key, version, scale, direction, ...(judge === undefined ? {} : { judge: { ...judge } }) }),
    direction,
    scale,
    ...(judge === undefined ? {} : { judge: { model: judge, calibration: null } }),
    score: async (request) => scoreOf(await answersOf(request), key, i === 0),
  }));
}

function resultsOf(answer: Answer): readonly LangsmithResult[] {
  if (answer === null || answer === undefined) return [];
  if (typeof answer === "number" || typeof answer === "boolean") return [{ score: answer }];
  if (typeof answer === "string") return [{ value: answer }];
  if ("results" in answer) return answer.results;
  return Array.isArray(answer) ? answer : [answer as LangsmithResult];
}

function scoreOf(results: readonly LangsmithResult[], key: string, first: boolean): Score | Unscored {
  const found = results.find((result) => result.key === key) ?? (first ? results.find((result) => result.key === undefined) : undefined);
  if (found === undefined) {
    const keys = results.flatMap((result) => (result.key === undefined ? [] : [result.key]));
    return { kind: "unscored", reason: `The evaluator gave no "${key}"${keys.length > 0 ? `; it gave ${keys.join(", ")}` : ""}.` };
  }
  const { comment, score, value } = found;
  const said = comment === undefined ? {} : { reason: comment };
  const number = typeof score === "boolean" ? Number(score) : score;
  if (typeof number === "number" && !Number.isNaN(number)) return { kind: "score", value: number, ...said };
  const why = value === undefined ? "The evaluator gave no score" : `The evaluator gave a category, ${JSON.stringify(value)}, and no score`;
  return { kind: "unscored", reason: comment === undefined ? `${why}.` : `${why}: ${comment}` };
}

/** An evaluator declares only what it reads, with types of its own: LangSmith does not check them either. */
function argumentsFor(request: ScoreRequest<unknown, unknown, unknown>): never {
  return argumentsOf(request) as never;
}

function argumentsOf({ example, output, trace }: ScoreRequest<unknown, unknown, unknown>): LangsmithArguments {
  const inputs = wrapped(example.input, "input");
  const outputs = wrapped(output, "output");
  const referenceOutputs = example.expected === undefined ? undefined : wrapped(example.expected, "output");
  return {
    inputs,
    outputs,
    referenceOutputs,
    run: { id: trace.id, inputs, outputs },
    example: { id: example.id, inputs, outputs: referenceOutputs, metadata: { tags: example.tags } },
  };
}

function wrapped(value: unknown, key: string): { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : { [key]: value };
}
