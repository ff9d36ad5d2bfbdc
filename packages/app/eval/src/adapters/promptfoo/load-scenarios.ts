import { type Fields, isFields } from "../fields.ts";
import { type PlacedTest, placedTests } from "./load-tests.ts";
import type { LocalFiles } from "./local-files.ts";
import { fileValue } from "./read-test.ts";

/** Returns the tests of the scenarios of a configuration: each test with each of the scenario's settings under it, variables and assertions of both. */
export async function scenarioTests(given: unknown, files: LocalFiles): Promise<readonly PlacedTest[]> {
  const refused = (at: string, why: string): PlacedTest => ({ at, test: null, problem: { at, what: "scenario", why } });
  const scenarios = await listOf(given, files);
  if ("why" in scenarios) return [refused("scenarios", scenarios.why)];
  const all: PlacedTest[] = [];
  for (const [i, entry] of scenarios.list.entries()) {
    const at = `scenarios[${i}]`;
    const scenario = typeof entry === "string" ? await fileValue(entry, files) : { value: entry };
    if ("why" in scenario || !isFields(scenario.value)) {
      all.push(refused(at, "why" in scenario ? scenario.why : "It is no object."));
      continue;
    }
    const settings = await listOf(scenario.value["config"], files);
    if ("why" in settings) {
      all.push(refused(`${at}.config`, settings.why));
      continue;
    }
    const { tests: stated } = scenario.value;
    const tests: readonly PlacedTest[] =
      stated === undefined || stated === null ? [{ at: "", test: {}, base: "" }] : await placedTests(stated, files);
    for (const [j, setting] of settings.list.entries()) {
      for (const placed of tests) {
        const place = [`${at}.config[${j}]`, placed.at].filter(Boolean).join(" ");
        if (placed.test === null) all.push({ ...placed, at: place, problem: { ...placed.problem, at: place } });
        else if (!isFields(setting)) all.push(refused(place, "Its config is no object."));
        else {
          const test = merged(setting, placed.test);
          all.push(
            test === null ? refused(place, "Its variables or assertions are not both written out.") : { ...placed, at: place, test },
          );
        }
      }
    }
  }
  return all;
}

/** Null where variables or assertions stand in another file: then they cannot be laid over each other. */
function merged(setting: Fields, test: Fields): Fields | null {
  const { assert: first = [], metadata: told = {}, options = {}, vars = {} } = setting;
  const { assert: then = [], metadata: own = {}, options: more = {}, vars: over = {} } = test;
  if (!isFields(vars) || !isFields(over) || !Array.isArray(first) || !Array.isArray(then)) return null;
  return {
    ...setting,
    ...test,
    vars: { ...vars, ...over },
    assert: [...first, ...then],
    options: { ...(isFields(options) ? options : {}), ...(isFields(more) ? more : {}) },
    metadata: { ...(isFields(told) ? told : {}), ...(isFields(own) ? own : {}) },
  };
}

async function listOf(given: unknown, files: LocalFiles): Promise<{ readonly list: readonly unknown[] } | { readonly why: string }> {
  if (given === undefined || given === null) return { list: [] };
  const read = typeof given === "string" ? await fileValue(given, files) : { value: given };
  if ("why" in read) return read;
  return Array.isArray(read.value) ? { list: read.value } : { why: "It is no list." };
}
