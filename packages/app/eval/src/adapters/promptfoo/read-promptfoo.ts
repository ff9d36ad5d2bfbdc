import { type Example, hashOf, type Json, nfc, PawlError, type Score, type Scorer, type Unscored } from "@pawl/core";
import { plainJson } from "../../run/plain-json.ts";
import { filled, templateCode } from "../template-text.ts";
import type { Unsupported } from "../unsupported.ts";
import type { Check, Checked, CheckMakers, Request } from "./assertion.ts";
import { outputText } from "./checks.ts";
import { parsedText } from "./parse-text.ts";
import { allOf, type Fields, isFields, readAssertions } from "./read-assertions.ts";

export interface PromptfooTests {
  readonly description: string | undefined;
  /** Texts with variables, for `promptfooPrompt`; those of other files are not read. */
  readonly prompts: readonly string[];
  /** One for each test and each combination of its variables' lists; the input is the variables. */
  readonly examples: readonly Example<{ readonly [variable: string]: Json }, never>[];
  /** `promptfoo`: the weighted mean of a test's assertions. `promptfoo-pass`: whether it passes. Both unscored where an assertion is not supported or could not be told. */
  readonly scorers: readonly [Scorer<unknown, unknown, unknown, "promptfoo">, Scorer<unknown, unknown, unknown, "promptfoo-pass">];
  /** All that was read and is not done, by place. */
  readonly unsupported: readonly Unsupported[];
}

/** Of the file as a whole: what is not done, and what is done instead. */
const TOP: { readonly [field: string]: string } = {
  providers: "Providers are not read: what is evaluated is the function or Runner that you give.",
  targets: "Targets are not read: what is evaluated is the function or Runner that you give.",
  scenarios: "Scenarios are not read; their tests are not there.",
  derivedMetrics: "Derived metrics are not computed.",
  extensions: "Extensions are code and are not run.",
  nunjucksFilters: "Filters are code and are not run.",
  redteam: "Red-team settings are not read.",
};

interface OneTest {
  readonly checks: readonly (Check | null)[];
  readonly threshold: number | null;
  readonly unsupported: readonly Unsupported[];
}

/**
 * Reads a promptfoo configuration (JSON or YAML text, or the object): prompts, tests with their variables and assertions, `defaultTest`, templates of
 * assertions and sets. Of the assertions: equals, (i)contains(-any, -all), starts-with, regex, is-json, levenshtein, rouge-n, is-refusal, latency,
 * cost, llm-rubric with a judge, similar with an embedding model; each also as `not-`, with weight, threshold and metric. No code is ever run.
 * Rejects with PawlError `data.not-promptfoo`, `data.file-unreadable` or `use.yaml-missing`.
 */
export async function readPromptfoo(config: string | object, makers: CheckMakers = {}): Promise<PromptfooTests> {
  const file = typeof config === "string" ? await parsedText(config) : config;
  if (!isFields(file) || (file["tests"] === undefined && file["prompts"] === undefined)) {
    throw new PawlError(
      "data.not-promptfoo",
      'This is no promptfoo configuration: it has neither "tests" nor "prompts". Nothing was read.',
      {},
    );
  }
  const unsupported: Unsupported[] = Object.entries(TOP).flatMap(([what, why]) =>
    file[what] === undefined ? [] : [{ at: what, what, why }],
  );
  const prompts = promptsOf(file["prompts"], unsupported);
  const defaults = defaultsOf(file["defaultTest"], unsupported);
  const templates = isFields(file["assertionTemplates"]) ? file["assertionTemplates"] : {};
  const examples: Example<{ readonly [variable: string]: Json }, never>[] = [];
  const tests = new Map<string, OneTest>();
  for (const [i, test] of listOf(file["tests"], unsupported).entries()) {
    const at = `tests[${i}]`;
    if (!isFields(test)) {
      unsupported.push({
        at,
        what: "test",
        why: typeof test === "string" ? `It is in another place: ${test.slice(0, 80)}` : "It is no object.",
      });
      continue;
    }
    unsupported.push(...testSettings(test, at));
    const vars = { ...defaults.vars, ...(isFields(test["vars"]) ? test["vars"] : {}) };
    const outside = Object.entries(vars).filter(([, value]) => typeof value === "string" && /^(file|package|https?):\/\//.test(value));
    if (outside.length > 0) {
      unsupported.push({
        at: `${at}.vars`,
        what: "vars",
        why: `${outside.map(([name]) => name).join(", ")} stands in another place: the test is not there.`,
      });
      continue;
    }
    const asserted = [...defaults.assert, ...(Array.isArray(test["assert"]) ? test["assert"] : [])];
    const seen = new Set<string>();
    const chosenVars = combinations(vars);
    if (chosenVars.length === 0)
      unsupported.push({ at: `${at}.vars`, what: "vars", why: "A variable has an empty list: the test is not there." });
    for (const [k, chosen] of chosenVars.entries()) {
      const id = `test-${i}${chosenVars.length > 1 ? `-${k}` : ""}`;
      const { checks, unsupported: more } = await readAssertions(asserted, `${at}.assert`, { ...makers, vars: chosen, templates });
      // Several combinations of one test have the same problems: they are told once.
      for (const problem of more) {
        const key = JSON.stringify(problem);
        if (!seen.has(key)) unsupported.push(problem);
        seen.add(key);
      }
      const given = test["threshold"] ?? defaults.threshold;
      tests.set(id, { checks, threshold: typeof given === "number" ? given : null, unsupported: more });
      examples.push({ id, input: plainJson(chosen) as { readonly [variable: string]: Json }, ...tagsOf(test) });
    }
  }
  const hash = hashOf(
    nfc(plainJson({ tests: file["tests"] ?? null, defaultTest: file["defaultTest"] ?? null, assertionTemplates: templates })),
  );
  const judges =
    makers.judge === undefined && makers.embeddings === undefined
      ? "none"
      : hashOf([makers.judge?.("").hash ?? null, { ...makers.embeddings?.ref }]);
  return {
    description: typeof file["description"] === "string" ? file["description"] : undefined,
    prompts,
    examples,
    scorers: [scorerOf(tests, "promptfoo", "share", `${hash} ${judges}`), scorerOf(tests, "promptfoo-pass", "binary", `${hash} ${judges}`)],
    unsupported,
  };
}

/** Returns a prompt with the variables of an example filled in. @throws PawlError `data.prompt-not-filled` where one is missing or the prompt has code */
export function promptfooPrompt(prompt: string, vars: { readonly [variable: string]: unknown }): string {
  const code = templateCode(prompt);
  const text = code.length > 0 ? { missing: code } : filled(prompt, vars);
  if (typeof text === "string") return text;
  throw new PawlError(
    "data.prompt-not-filled",
    `The prompt asks for what is not there or for code of a template: ${text.missing.slice(0, 20).join(", ")}.`,
    {
      facts: { missing: text.missing.slice(0, 20) },
    },
  );
}

function scorerOf<const Name extends string>(
  tests: ReadonlyMap<string, OneTest>,
  name: Name,
  scale: "share" | "binary",
  settings: string,
): Scorer<unknown, unknown, unknown, Name> {
  return {
    name,
    hash: hashOf({ scorer: `pawl.${name}/1`, settings }),
    direction: "higher",
    scale,
    score: async (request) => scored(await checked(tests.get(request.example.id), request), scale),
  };
}

type Answered = { readonly whole: Checked; readonly each: readonly { readonly check: Check; readonly found: Checked }[] };

async function checked(test: OneTest | undefined, request: Request): Promise<Answered | string> {
  if (test === undefined) return "This example is none of the file's tests.";
  const whole = test.checks.flatMap((check) => (check ? [check] : []));
  if (whole.length < test.checks.length) return `Not supported: ${test.unsupported.map(({ at, what }) => `${what} (${at})`).join(", ")}.`;
  if (whole.length === 0) return "The test has no assertion.";
  const output = outputText(request);
  const each: Answered["each"][number][] = [];
  const all = await allOf(whole, test.threshold, async (check) => {
    const found = await check.check(request, output);
    each.push({ check, found });
    return found;
  });
  return { whole: all, each };
}

function scored(answer: Answered | string, scale: "share" | "binary"): Score | Unscored {
  if (typeof answer === "string") return { kind: "unscored", reason: answer };
  const { each, whole } = answer;
  if (whole.pass === null) return { kind: "unscored", reason: whole.reason };
  const detail = each.map(({ check, found }) => ({
    type: check.type,
    weight: check.weight,
    ...(check.metric === undefined ? {} : { metric: check.metric }),
    score: found.pass === null ? null : found.score,
    reason: found.reason,
  }));
  return { kind: "score", value: scale === "binary" ? Number(whole.pass) : whole.score, reason: whole.reason, detail };
}

function promptsOf(prompts: unknown, unsupported: Unsupported[]): string[] {
  const list = prompts === undefined ? [] : Array.isArray(prompts) ? prompts : [prompts];
  return list.flatMap((prompt, i) => {
    const raw = isFields(prompt) ? (prompt["raw"] ?? prompt["id"]) : prompt;
    if (typeof raw === "string" && !/^(file|package|https?):|\.(txt|json|jsonl|ya?ml|md|m?js|cjs|ts|py|csv|j2)$/.test(raw)) return [raw];
    unsupported.push({ at: `prompts[${i}]`, what: "prompt", why: "It is in another place or code." });
    return [];
  });
}

function defaultsOf(
  given: unknown,
  unsupported: Unsupported[],
): { readonly vars: Fields; readonly assert: readonly unknown[]; readonly threshold: unknown } {
  if (given === undefined) return { vars: {}, assert: [], threshold: undefined };
  if (!isFields(given)) {
    unsupported.push({ at: "defaultTest", what: "defaultTest", why: "It is in another place: what it says of every test is missing." });
    return { vars: {}, assert: [], threshold: undefined };
  }
  unsupported.push(...testSettings(given, "defaultTest"));
  return {
    vars: isFields(given["vars"]) ? given["vars"] : {},
    assert: Array.isArray(given["assert"]) ? given["assert"] : [],
    threshold: given["threshold"],
  };
}

function testSettings(test: Fields, at: string): Unsupported[] {
  const options = isFields(test["options"]) ? Object.keys(test["options"]) : [];
  return [
    ...["assertScoringFunction", "provider", "providers", "prompts", "providerOutput"].flatMap((what) =>
      test[what] === undefined
        ? []
        : [{ at: `${at}.${what}`, what, why: "It is not read: the test is run and scored as if it were not there." }],
    ),
    ...options.map((what) => ({ at: `${at}.options.${what}`, what, why: "Options of a test are not read." })),
    ...(typeof test["vars"] === "string" || Array.isArray(test["vars"])
      ? [{ at: `${at}.vars`, what: "vars", why: "Variables in another place are not read." }]
      : []),
  ];
}

function listOf(tests: unknown, unsupported: Unsupported[]): readonly unknown[] {
  if (tests === undefined) return [];
  if (Array.isArray(tests)) return tests;
  unsupported.push({
    at: "tests",
    what: "tests",
    why: `They are in another place${typeof tests === "string" ? `: ${tests.slice(0, 80)}` : ""}.`,
  });
  return [];
}

/** A variable with a list stands for each of its values in turn, several for all combinations. */
function combinations(vars: Fields): Fields[] {
  return Object.entries(vars).reduce<Fields[]>(
    (all, [name, value]) => all.flatMap((chosen) => (Array.isArray(value) ? value : [value]).map((each) => ({ ...chosen, [name]: each }))),
    [{}],
  );
}

function tagsOf({ description, metadata }: Fields): { readonly tags?: readonly string[] } {
  const tags = [
    ...(typeof description === "string" ? [description] : []),
    ...(isFields(metadata)
      ? Object.entries(metadata).map(([key, value]) => `${key}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
      : []),
  ];
  return tags.length === 0 ? {} : { tags };
}
