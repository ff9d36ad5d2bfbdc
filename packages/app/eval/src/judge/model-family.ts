import { type ModelRef, PawlError, type Trace } from "@pawl/core";

/** Families by a pattern that is looked for in a model's name, folded to lower case. Every pattern that is found counts. */
export type FamilyTable = readonly (readonly [pattern: RegExp, family: string])[];

/** Word boundaries of model names, in which `_`, `/`, `:` and digits end a word as well. */
const named = (names: string): RegExp => new RegExp(`(?<![a-z])(?:${names})(?![a-z])`);

/**
 * Families known by name: who trained the weights that a model's answers come from. A distilled model is of both families
 * (`deepseek-r1-distill-qwen`), since a judge prefers what it was taught as well (Preference Leakage, arXiv 2502.01534).
 */
export const MODEL_FAMILIES: FamilyTable = [
  [/(?<![a-z])(?:gpt-?\d|gpt-oss|chatgpt|davinci|codex|o[134](?:-|$))/, "openai"],
  [named("claude"), "anthropic"],
  [named("gemini|gemma|palm"), "google"],
  [named("llama|codellama"), "meta"],
  [named("mistral|mixtral|ministral|codestral|magistral|devstral|pixtral"), "mistral"],
  [named("qwen|qwq"), "qwen"],
  [named("deepseek"), "deepseek"],
  [named("grok"), "xai"],
  [named("command|aya|c4ai"), "cohere"],
  [named("phi"), "microsoft"],
  [named("smollm"), "smollm"],
  [named("granite"), "ibm"],
  [named("glm|chatglm"), "zhipu"],
  [named("kimi|moonshot"), "moonshot"],
  [named("minimax"), "minimax"],
  [named("yi"), "01-ai"],
  [named("nova|titan"), "amazon"],
  [named("jamba"), "ai21"],
  [named("falcon"), "tii"],
  [named("olmo|tulu"), "allenai"],
  [named("nemotron"), "nvidia"],
  [named("internlm"), "internlm"],
  [named("hunyuan"), "tencent"],
  [named("ernie"), "baidu"],
];

/** Returns the families that a model's name speaks of, sorted; none where the table does not know it. */
export function modelFamilies(id: string, table: FamilyTable = MODEL_FAMILIES): readonly string[] {
  const name = id.toLowerCase();
  return [...new Set(table.filter(([pattern]) => pattern.test(name)).map(([, family]) => family))].sort();
}

/** Returns the families that two models share, or the model's name where it is one and the same; null where they share none or nothing is known. */
export function sharedFamily(a: ModelRef, b: ModelRef, table: FamilyTable = MODEL_FAMILIES): string | null {
  const families = modelFamilies(b.id, table);
  return modelFamilies(a.id, table).find((family) => families.includes(family)) ?? (a.id === b.id ? a.id : null);
}

/** Returns the models that answered in a trace, each once. */
export function modelsOf({ steps }: Pick<Trace, "steps">): readonly ModelRef[] {
  const models = new Map<string, ModelRef>();
  for (const step of steps) if (step.kind === "model" || step.kind === "choice") models.set(step.model.id, step.model);
  return [...models.values()];
}

/**
 * Checks that a judge is of another family than the models it grades: call it before a run, with the variant's model. Every built-in judge checks
 * the trace's models before it asks anything. A model that the table does not know passes, unless it is the judge itself.
 * @throws PawlError `use.same-family`
 */
export function requireOtherFamily(judge: ModelRef, candidates: readonly ModelRef[], table: FamilyTable = MODEL_FAMILIES): void {
  for (const candidate of candidates) {
    const family = sharedFamily(judge, candidate, table);
    if (family === null) continue;
    throw new PawlError(
      "use.same-family",
      `The judge ${judge.id} and the model it grades, ${candidate.id}, are both of the family "${family}", and judges favour their own. Take a judge of another family, or set allowSameFamily: true and measure the bias with probeJudge.`,
      { facts: { judge: judge.id, candidate: candidate.id, family } },
    );
  }
}
