import { type EmbeddingModel, hashOf, type Json, PawlError, type Score, type Scorer, type Unscored } from "@pawl/core";
import type { JudgeOptions } from "../../judge/judge-setup.ts";
import { innerScore } from "../../scorers/inner-score.ts";
import { passAt } from "../../scorers/pass-at.ts";
import { type Fields, isFields } from "../fields.ts";
import { templateCode } from "../template-text.ts";
import type { Unsupported } from "../unsupported.ts";
import { formula } from "./formula.ts";
import { graderText, type Request } from "./grader-text.ts";
import { type GraderMessage, labelModel, scoreModel } from "./model-grader.ts";
import { cosineOf, SIMILARITIES } from "./text-similarity.ts";

export interface ReadGradersOptions {
  /** Who answers `score_model` and `label_model`; the model that a grader names is not called. @default none: they are not supported */
  readonly judge?: JudgeOptions | undefined;
  /** For the metric `cosine`. @default none: it is not supported */
  readonly embeddings?: EmbeddingModel | undefined;
}

export interface OpenaiGraders {
  /** One for each grader, called as it is; where it has a `pass_threshold` a second one, `…-pass`. */
  readonly scorers: readonly Scorer<unknown, unknown, unknown>[];
  readonly unsupported: readonly Unsupported[];
}

type Made = Scorer<unknown, unknown, unknown> | null;

/**
 * Reads graders of OpenAI (a JSON text, one grader, a list, or an eval with `testing_criteria`): string_check, text_similarity, score_model and label_model
 * with a judge, and multi with its formula. Python is not run. A grader's variable that a case does not have leaves it unscored.
 * @throws PawlError `data.not-openai-graders`, `data.file-unreadable`
 */
export function readOpenaiGraders(graders: string | object, options: ReadGradersOptions = {}): OpenaiGraders {
  const unsupported: Unsupported[] = [];
  const scorers = listOf(typeof graders === "string" ? parsed(graders) : graders).flatMap(([at, grader]) => {
    const made = graderOf(grader, at, { ...options, unsupported });
    if (made === null) return [];
    const threshold = isFields(grader) ? grader["pass_threshold"] : undefined;
    if (threshold === undefined || threshold === null || made.scale === "binary") return [made];
    if (typeof threshold === "number" && threshold >= 0 && threshold <= 1) return [made, passAt(made, threshold)];
    unsupported.push({ at, what: "pass_threshold", why: "It is no number from 0 to 1: only the score itself is there." });
    return [made];
  });
  return { scorers, unsupported };
}

interface Context extends ReadGradersOptions {
  readonly unsupported: Unsupported[];
}

function graderOf(grader: unknown, at: string, context: Context): Made {
  const refuse = (what: string, why: string): null => {
    context.unsupported.push({ at, what, why });
    return null;
  };
  if (!isFields(grader) || typeof grader["type"] !== "string") return refuse("grader", "It is no object with a type.");
  const { name, type } = grader;
  if (typeof name !== "string" || name === "") return refuse(type, "It has no name.");
  switch (type) {
    case "string_check":
      return stringCheck(name, grader, refuse);
    case "text_similarity":
      return textSimilarity(name, grader, { ...context, refuse });
    case "label_model":
    case "score_model":
      return modelGrader(name, grader, { ...context, at, refuse });
    case "multi":
      return multi(name, grader, { ...context, at, refuse });
    case "python":
      return refuse("python", "Python is not run. Write the check as a scorer.");
    default:
      return refuse(type, "This type is not known.");
  }
}

type Refuse = (what: string, why: string) => null;

const OPERATIONS: { readonly [operation: string]: (input: string, reference: string) => boolean } = {
  eq: (input, reference) => input === reference,
  ne: (input, reference) => input !== reference,
  like: (input, reference) => input.includes(reference),
  ilike: (input, reference) => input.toLowerCase().includes(reference.toLowerCase()),
};

function stringCheck(name: string, grader: Fields, refuse: Refuse): Made {
  const operation = String(grader["operation"]);
  const check = Object.hasOwn(OPERATIONS, operation) ? OPERATIONS[operation] : undefined;
  if (check === undefined) return refuse("string_check", `There is no operation "${operation}".`);
  return compared(name, grader, refuse, {
    scale: "binary",
    settings: { operation },
    measure: async (input, reference) => scoreOf(check(input, reference) ? 1 : 0),
  });
}

function textSimilarity(name: string, grader: Fields, { embeddings, refuse }: Context & { readonly refuse: Refuse }): Made {
  const metric = String(grader["evaluation_metric"]);
  if (metric === "cosine") {
    if (embeddings === undefined) return refuse("text_similarity", "The metric cosine needs an embedding model, and none was given.");
    const cosine = cosineOf(embeddings);
    return compared(name, grader, refuse, { scale: "share", settings: { metric, model: { ...embeddings.ref } }, measure: cosine });
  }
  const similarity = Object.hasOwn(SIMILARITIES, metric) ? SIMILARITIES[metric] : undefined;
  if (similarity === undefined) return refuse("text_similarity", `There is no metric "${metric}".`);
  return compared(name, grader, refuse, {
    scale: "share",
    settings: { metric },
    measure: async (input, reference) =>
      metric.startsWith("rouge_") && !/[a-z0-9]/i.test(reference)
        ? { kind: "unscored", reason: "ROUGE reads a–z and 0–9 alone, and the reference has none of them." }
        : scoreOf(similarity(input, reference)),
  });
}

interface Compared {
  readonly scale: "binary" | "share";
  readonly settings: { readonly [setting: string]: Json };
  readonly measure: (input: string, reference: string, request: Request) => Promise<Score | Unscored>;
}

function compared(name: string, { input, reference, type }: Fields, refuse: Refuse, { measure, scale, settings }: Compared): Made {
  if (typeof input !== "string" || typeof reference !== "string")
    return refuse(String(type), "Its input and reference are not both texts.");
  const code = [...templateCode(input), ...templateCode(reference)];
  if (code.length > 0) return refuse(String(type), `It has code of a template: ${code[0]}.`);
  return {
    name,
    hash: hashOf({ scorer: `pawl.openai.${String(type)}/1`, input, reference, ...settings }),
    direction: "higher",
    scale,
    score: async (request) => {
      const [given, wanted] = [graderText(input, request), graderText(reference, request)];
      if (typeof given !== "string") return notThere(given.missing);
      return typeof wanted === "string" ? measure(given, wanted, request) : notThere(wanted.missing);
    },
  };
}

function modelGrader(
  name: string,
  grader: Fields,
  { at, judge, refuse, unsupported }: Context & { readonly at: string; readonly refuse: Refuse },
): Made {
  const type = String(grader["type"]);
  if (judge === undefined) return refuse(type, "It asks a model, and no judge was given.");
  const messages = messagesOf(grader["input"]);
  if (messages === null) return refuse(type, "Its input is no list of messages of text.");
  const code = messages.flatMap(({ text }) => templateCode(text));
  if (code.length > 0) return refuse(type, `It has code of a template: ${code[0]}.`);
  const note = (what: string, why: string): void => void unsupported.push({ at, what, why });
  if (type === "label_model") {
    const { labels, passing_labels: passing } = grader;
    if (!isTexts(labels) || !isTexts(passing) || labels.length === 0 || !passing.every((label) => labels.includes(label)))
      return refuse(type, "Its passing labels are not among its labels.");
    note("model", `Not ${String(grader["model"])} is asked, but the judge that was given.`);
    return labelModel(name, { messages, labels, passing }, judge);
  }
  const range = grader["range"] ?? [0, 1];
  const [low, high] = Array.isArray(range) ? range : [];
  if (typeof low !== "number" || typeof high !== "number" || !(low < high)) return refuse(type, "Its range is not two ascending numbers.");
  note("model", `Not ${String(grader["model"])} is asked, but the judge that was given.`);
  if (grader["sampling_params"] !== undefined) note("sampling_params", "The judge that was given keeps its own sampling.");
  return scoreModel(name, { messages, range: [low, high] }, judge);
}

function messagesOf(input: unknown): GraderMessage[] | null {
  if (!Array.isArray(input) || input.length === 0) return null;
  const messages = input.map((message): GraderMessage | null => {
    if (!isFields(message)) return null;
    const { content, role } = message;
    const parts = Array.isArray(content) ? content : [content];
    const texts = parts.map((part) =>
      typeof part === "string" ? part : isFields(part) && typeof part["text"] === "string" ? part["text"] : null,
    );
    if (texts.includes(null)) return null;
    const known = role === "developer" || role === "system" ? "system" : role === "user" || role === "assistant" ? role : null;
    return known === null ? null : { role: known, text: texts.join("") };
  });
  return messages.includes(null) ? null : messages.flatMap((message) => (message ? [message] : []));
}

function multi(name: string, grader: Fields, context: Context & { readonly at: string; readonly refuse: Refuse }): Made {
  const { at, refuse } = context;
  const { calculate_output: text } = grader;
  const graders = isFields(grader["graders"]) ? byName(grader["graders"]) : null;
  if (typeof text !== "string" || graders === null) return refuse("multi", "It has no graders by name or no formula.");
  const read = formula(text);
  if (typeof read === "string") return refuse("multi", `Its formula cannot be read: ${read}.`);
  const unknown = read.names.filter((each) => !Object.hasOwn(graders, each));
  if (unknown.length > 0) return refuse("multi", `Its formula names graders that it has not: ${unknown.join(", ")}.`);
  const members = Object.entries(graders).map(([key, inner]) => [key, graderOf(inner, `${at}.graders.${key}`, context)] as const);
  if (members.some(([key, member]) => member === null && read.names.includes(key)))
    return refuse("multi", "One of the graders in its formula is not supported.");
  const used = members.flatMap(([key, member]) => (member && read.names.includes(key) ? [[key, member] as const] : []));
  const judge = used.find(([, member]) => member.judge)?.[1].judge;
  return {
    name,
    hash: hashOf({ scorer: "pawl.openai.multi/1", text, members: used.map(([key, member]) => ({ key, scorer: member.hash })) }),
    direction: "higher",
    scale: "share",
    ...(judge ? { judge: { model: judge.model, calibration: null } } : {}),
    score: async (request, options) => {
      const values = new Map<string, number>();
      const steps: NonNullable<Score["steps"]>[number][] = [];
      for (const [key, member] of used) {
        const result = await innerScore(member, request, options);
        steps.push(...(result.steps ?? []));
        if (result.kind === "unscored")
          return { kind: "unscored", reason: `${key}: ${result.reason}`, ...(steps.length > 0 ? { steps } : {}) };
        values.set(key, result.value);
      }
      const value = read.value((key) => values.get(key) ?? Number.NaN);
      return { ...scoreOf(value), detail: Object.fromEntries(values), ...(steps.length > 0 ? { steps } : {}) };
    },
  };
}

/** The guide shows graders by name; the types of OpenAI's SDK have one grader in that place. */
function byName(graders: Fields): Fields {
  const { name, type } = graders;
  return typeof type === "string" && typeof name === "string" ? { [name]: graders } : graders;
}

function scoreOf(value: number): Score {
  return { kind: "score", value };
}

function notThere(missing: readonly string[]): Unscored {
  return { kind: "unscored", reason: `The case has no ${missing.join(", ")}.` };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PawlError("data.file-unreadable", "The graders are no JSON. Nothing was read.", { cause });
  }
}

function listOf(file: unknown): (readonly [at: string, grader: unknown])[] {
  if (Array.isArray(file)) return file.map((grader, i) => [`[${i}]`, grader] as const);
  if (isFields(file)) {
    const { grader, graders, testing_criteria: criteria } = file;
    if (Array.isArray(criteria)) return criteria.map((each, i) => [`testing_criteria[${i}]`, each] as const);
    if (typeof file["type"] === "string") return [["grader", file]];
    if (isFields(grader)) return [["grader", grader]];
    if (Array.isArray(graders)) return graders.map((each, i) => [`graders[${i}]`, each] as const);
  }
  throw new PawlError(
    "data.not-openai-graders",
    "This is neither a grader, nor a list of them, nor an eval with testing_criteria. Nothing was read.",
    {},
  );
}
