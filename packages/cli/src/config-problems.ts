import { climbProblems } from "./climb-problems.ts";
import { datasetProblems } from "./dataset-problems.ts";
import { taskGateProblems } from "./gate-problems.ts";
import { isPlain, kindOf, type Plain, said, unknownKeys } from "./plain-value.ts";
import { scorerProblems } from "./scorer-problems.ts";

const CONFIG_KEYS = ["tasks", "models", "retrievers", "store", "maskPersonalData"];
const ENTRY_KEYS = ["task", "dataset", "scorers", "run", "version", "baseline", "climb", "gate"];

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
  const ownOnly = isPlain(tasks) && Object.values(tasks).every((entry) => isPlain(entry) && entry["run"] !== undefined);
  if (models === undefined && ownOnly) {
    // Nothing asks for a model: each task is a function.
  } else if (!Array.isArray(models) && typeof models !== "function")
    problems.push(`"models" must be a list of models or a function that finds one; got ${kindOf(models)}`);
  else if (Array.isArray(models)) problems.push(...modelProblems(models));
  if (store !== undefined && typeof store !== "string") problems.push(`"store" must be a path; got ${kindOf(store)}`);
  const { maskPersonalData } = config;
  if (maskPersonalData !== undefined && typeof maskPersonalData !== "boolean")
    problems.push(`"maskPersonalData" must be true or false; got ${said(maskPersonalData)}`);
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
  problems.push(...datasetProblems(dataset, `${at}.dataset`), ...scorerProblems(scorers, `${at}.scorers`));
  const { baseline, climb, run, version } = entry;
  if (run !== undefined && typeof run !== "function")
    problems.push(`${at}.run must be a function from input to output; got ${kindOf(run)}`);
  if (version !== undefined && (typeof version !== "string" || version === ""))
    problems.push(`${at}.version must be a text that changes with the code; got ${said(version)}`);
  if (baseline !== undefined && !(isPlain(baseline) && baseline["format"] === "pawl.variant/1")) {
    problems.push(`${at}.baseline must be what defineVariant returns; got ${kindOf(baseline)}`);
  }
  if (climb !== undefined) problems.push(...climbProblems(climb, `${at}.climb`));
  return entry["gate"] === undefined
    ? problems
    : [...problems, ...taskGateProblems(entry["gate"], { at: `${at}.gate`, task: isPlain(task) ? task["name"] : undefined })];
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
