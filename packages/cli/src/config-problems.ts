import { nearestName } from "./nearest-name.ts";

type Plain = { readonly [key: string]: unknown };

const CONFIG_KEYS = ["tasks", "models", "retrievers", "store"];
const CLIMB_KEYS = ["instructions", "minimumUsefulEffect", "budget", "fixed", "retrieved", "kept", "rungs", "maxTokens", "decoding"];
const SPEND_KEYS = ["ms", "calls", "tokens", "microDollars"];
const ENTRY_KEYS = ["task", "dataset", "scorers", "baseline", "climb"];

/** Returns everything that is wrong with what a configuration file exports, in sentences; empty where it is one. */
export function configProblems(config: unknown): readonly string[] {
  if (config === undefined) return ["it has no default export; write: export default defineConfig({ … })"];
  if (!isPlain(config)) return [`its default export is ${kindOf(config)}; it must be the object that defineConfig returns`];
  const problems = unknownKeys(config, CONFIG_KEYS, "the configuration");
  const { tasks, models, retrievers, store } = config;
  if (
    retrievers !== undefined &&
    !(Array.isArray(retrievers) && retrievers.every((one) => isPlain(one) && typeof one["retrieve"] === "function"))
  )
    problems.push('"retrievers" must be a list of retrievers');
  if (!Array.isArray(models) && typeof models !== "function")
    problems.push(`"models" must be a list of models or a function that finds one; got ${kindOf(models)}`);
  else if (Array.isArray(models)) problems.push(...modelProblems(models));
  if (store !== undefined && typeof store !== "string") problems.push(`"store" must be a path; got ${kindOf(store)}`);
  if (!isPlain(tasks)) return [...problems, `"tasks" must be an object of tasks by name; got ${kindOf(tasks)}`];
  if (Object.keys(tasks).length === 0) problems.push('"tasks" is empty; name at least one');
  return [...problems, ...Object.entries(tasks).flatMap(([key, entry]) => entryProblems(key, entry)), ...sameNames(tasks)];
}

function modelProblems(models: readonly unknown[]): readonly string[] {
  if (models.length === 0) return ['"models" is empty; the first model is the default'];
  return models.flatMap((model, i) =>
    isPlain(model) && isPlain(model["ref"]) && typeof model["generate"] === "function"
      ? []
      : [`models[${i}] must be a model, as localModel or openaiModel return; got ${said(model)}`],
  );
}

function entryProblems(key: string, entry: unknown): readonly string[] {
  const at = `tasks.${key}`;
  if (!isPlain(entry)) return [`${at} must be { task, dataset, scorers }; got ${kindOf(entry)}`];
  const problems = unknownKeys(entry, ENTRY_KEYS, at);
  const { task, dataset, scorers } = entry;
  if (!isPlain(task) || typeof task["name"] !== "string" || typeof task["hash"] !== "string")
    problems.push(`${at}.task must be what defineTask returns; got ${kindOf(task)}`);
  if (!isDatasetSource(dataset))
    problems.push(`${at}.dataset must be a path, { path, map } or a function that loads it; got ${kindOf(dataset)}`);
  if (!Array.isArray(scorers) || scorers.length === 0)
    problems.push(`${at}.scorers must be a list with at least one scorer; the first is the headline`);
  else if (!scorers.every((scorer) => isPlain(scorer) && typeof scorer["score"] === "function"))
    problems.push(`${at}.scorers holds something that is not a scorer`);
  const { baseline, climb } = entry;
  if (baseline !== undefined && !(isPlain(baseline) && baseline["format"] === "pawl.variant/1")) {
    problems.push(`${at}.baseline must be what defineVariant returns; got ${kindOf(baseline)}`);
  }
  return climb === undefined ? problems : [...problems, ...climbProblems(climb, `${at}.climb`)];
}

function climbProblems(climb: unknown, at: string): readonly string[] {
  if (!isPlain(climb)) return [`${at} must be an object of settings; got ${kindOf(climb)}`];
  const problems = unknownKeys(climb, CLIMB_KEYS, at);
  const { instructions, minimumUsefulEffect: effect, budget, decoding, rungs } = climb;
  if (
    !isPlain(instructions) ||
    Object.keys(instructions).length === 0 ||
    !Object.values(instructions).every((text) => typeof text === "string" && text.trim() !== "")
  ) {
    problems.push(
      `${at}.instructions must be texts by name, at least one; got ${isPlain(instructions) ? "other values" : kindOf(instructions)}`,
    );
  }
  if (effect !== undefined && !(typeof effect === "number" && effect > 0))
    problems.push(`${at}.minimumUsefulEffect must be a number above 0; got ${said(effect)}`);
  if (decoding !== undefined && !["choose", "schema", "free"].includes(String(decoding)))
    problems.push(`${at}.decoding must be "choose", "schema" or "free"; got ${said(decoding)}`);
  if (rungs !== undefined && !(Array.isArray(rungs) && rungs.every((rung) => isPlain(rung) && typeof rung["propose"] === "function")))
    problems.push(`${at}.rungs must be a list of rungs`);
  for (const field of ["fixed", "retrieved"]) {
    const counts = climb[field];
    if (counts !== undefined && !(Array.isArray(counts) && counts.length > 0 && counts.every((count) => isCount(count)))) {
      problems.push(`${at}.${field} must be a list of whole numbers from 1 on; got ${said(counts)}`);
    }
  }
  for (const field of ["kept", "maxTokens"]) {
    if (climb[field] !== undefined && !isCount(climb[field]))
      problems.push(`${at}.${field} must be a whole number from 1 on; got ${said(climb[field])}`);
  }
  return budget === undefined ? problems : [...problems, ...budgetProblems(budget, `${at}.budget`)];
}

function budgetProblems(budget: unknown, at: string): readonly string[] {
  if (!isPlain(budget)) return [`${at} must be an object like { ms: 300_000 }; got ${said(budget)}`];
  const problems = unknownKeys(budget, SPEND_KEYS, at);
  for (const [field, cap] of Object.entries(budget)) {
    if (SPEND_KEYS.includes(field) && cap !== undefined && !(typeof cap === "number" && cap >= 0))
      problems.push(`${at}.${field} must be a number of at least 0; got ${said(cap)}`);
  }
  if (!SPEND_KEYS.some((field) => budget[field] !== undefined)) problems.push(`${at} caps nothing; cap one of ${SPEND_KEYS.join(", ")}`);
  return problems;
}

function isCount(value: unknown): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= 1;
}

function said(value: unknown): string {
  return typeof value === "number" || typeof value === "string" ? JSON.stringify(value) : kindOf(value);
}

function isDatasetSource(source: unknown): boolean {
  if (typeof source === "string" || typeof source === "function") return true;
  return isPlain(source) && (typeof source["path"] === "string" || isPlain(source["path"]));
}

function sameNames(tasks: Plain): readonly string[] {
  const seen = new Map<string, string>();
  const problems: string[] = [];
  for (const [key, entry] of Object.entries(tasks)) {
    const name = isPlain(entry) && isPlain(entry["task"]) ? entry["task"]["name"] : undefined;
    if (typeof name !== "string") continue;
    const first = seen.get(name);
    if (first !== undefined) problems.push(`tasks.${first} and tasks.${key} are both the task "${name}"; a name belongs to one task`);
    seen.set(name, key);
  }
  return problems;
}

function unknownKeys(value: Plain, known: readonly string[], at: string): string[] {
  return Object.keys(value)
    .filter((key) => !known.includes(key))
    .map((key) => {
      const near = nearestName(key, known);
      return `${at} has no field "${key}"${near === null ? "" : `; did you mean "${near}"?`}`;
    });
}

function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (value === undefined) return "nothing";
  return Array.isArray(value) ? "a list" : `a${/^[aeiou]/.test(typeof value) ? "n" : ""} ${typeof value}`;
}
