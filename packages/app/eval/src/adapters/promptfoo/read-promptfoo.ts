import { type CallOptions, type Example, hashOf, type Json, nfc, PawlError, type Score, type Scorer, type Unscored } from "@pawl/core";
import { plainJson } from "../../run/plain-json.ts";
import { isFields } from "../fields.ts";
import type { Unsupported } from "../unsupported.ts";
import type { Check, Checked, CheckMakers, Request } from "./assertion.ts";
import { outputText } from "./checks.ts";
import { promptsFrom } from "./load-prompts.ts";
import { scenarioTests } from "./load-scenarios.ts";
import { type PlacedTest, placedTests } from "./load-tests.ts";
import { combinedVars, varsFrom } from "./load-vars.ts";
import { localFiles } from "./local-files.ts";
import { parsedText } from "./parse-text.ts";
import { allOf, readAssertions } from "./read-assertions.ts";
import { assertsOf, changedBy, defaultsOf, hasOption, tagsOf, testSettings } from "./read-test.ts";

export interface PromptfooTests {
  readonly description: string | undefined;
  /** Texts with variables, for `promptfooPrompt`. */
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

export interface ReadPromptfooOptions extends CheckMakers {
  /**
   * The configuration's own folder: tests, variables, prompts, `defaultTest` and values that name a file are read from it, and nothing outside it, links
   * followed. @default none: what stands in other files is told as not supported
   */
  readonly folder?: string | undefined;
}

/**
 * Reads a promptfoo configuration (JSON or YAML text, or the object) as promptfoo 0.123 does: prompts, tests with their variables and assertions,
 * scenarios, `defaultTest`, templates of assertions and sets; with a `folder` also the files beside it. Of the assertions: equals, (i)contains(-any, -all), starts-with, regex,
 * is-json and contains-json with a schema, word-count, levenshtein, rouge-n, bleu, gleu, meteor, is-refusal, latency, cost, llm-rubric with a judge, similar with
 * an embedding model; each also as `not-`, with weight, threshold and metric. No code is ever run.
 * Rejects with PawlError `data.not-promptfoo`, `data.file-unreadable` or `use.yaml-missing`.
 */
export async function readPromptfoo(config: string | object, options: ReadPromptfooOptions = {}): Promise<PromptfooTests> {
  const { folder, ...makers } = options;
  const file = typeof config === "string" ? await parsedText(config) : config;
  if (!isFields(file) || (file["tests"] === undefined && file["prompts"] === undefined && file["scenarios"] === undefined)) {
    throw new PawlError(
      "data.not-promptfoo",
      'This is no promptfoo configuration: it has neither "tests" nor "prompts" nor "scenarios". Nothing was read.',
      {},
    );
  }
  const files = localFiles(folder);
  const unsupported: Unsupported[] = Object.entries(TOP).flatMap(([what, why]) =>
    file[what] === undefined ? [] : [{ at: what, what, why }],
  );
  const prompts = await promptsFrom(file["prompts"], files, unsupported);
  const defaults = await defaultsOf(file["defaultTest"], files, unsupported);
  const templates = isFields(file["assertionTemplates"]) ? file["assertionTemplates"] : {};
  const examples: Example<{ readonly [variable: string]: Json }, never>[] = [];
  const tests = new Map<string, OneTest>();
  const all: PlacedTest[] = [...(await placedTests(file["tests"], files)), ...(await scenarioTests(file["scenarios"], files))];
  // Without any test the defaults are one.
  if (all.length === 0 && isFields(file["defaultTest"])) all.push({ at: "defaultTest", test: {}, base: "" });
  for (const [i, placed] of all.entries()) {
    if (placed.test === null) {
      unsupported.push(placed.problem);
      continue;
    }
    const { at, base, test } = placed;
    const refuse = (what: string, why: string): void => void unsupported.push({ at: `${at}.${what}`, what, why });
    const changed = changedBy(test, at);
    unsupported.push(...testSettings(test, at), ...changed);
    const own = await varsFrom(test["vars"], files, base);
    const expand = !hasOption(test, "disableVarExpansion");
    const chosenVars = "why" in own ? own : await combinedVars({ ...defaults.vars, ...own.value }, files, expand);
    if ("why" in chosenVars) {
      refuse("vars", `${chosenVars.why} The test is not there.`);
      continue;
    }
    const asserted = [
      ...(hasOption(test, "disableDefaultAsserts") ? [] : defaults.assert),
      ...(await assertsOf(test["assert"], files, refuse)),
    ];
    const blocked = [...defaults.changed, ...changed];
    const seen = new Set<string>();
    for (const [k, chosen] of chosenVars.entries()) {
      const id = `test-${i}${chosenVars.length > 1 ? `-${k}` : ""}`;
      const { checks, unsupported: more } = await readAssertions(asserted, `${at}.assert`, { ...makers, vars: chosen, templates, files });
      // Several combinations of one test have the same problems: they are told once.
      for (const problem of more) {
        const key = JSON.stringify(problem);
        if (!seen.has(key)) unsupported.push(problem);
        seen.add(key);
      }
      const given = test["threshold"] ?? defaults.threshold;
      tests.set(id, {
        checks: blocked.length > 0 ? [null, ...checks] : checks,
        threshold: typeof given === "number" ? given : null,
        unsupported: [...blocked, ...more],
      });
      examples.push({ id, input: plainJson(chosen) as { readonly [variable: string]: Json }, ...tagsOf(test, defaults.metadata) });
    }
  }
  const { defaultTest = null, scenarios = null, tests: given = null } = file;
  const said = { tests: given, scenarios, defaultTest, assertionTemplates: templates };
  const hash = hashOf(nfc(plainJson({ ...said, files: files.hashes() })));
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

function scorerOf<const Name extends string>(
  tests: ReadonlyMap<string, OneTest>,
  name: Name,
  scale: "share" | "binary",
  settings: string,
): Scorer<unknown, unknown, unknown, Name> {
  const checks = [...tests.values()].flatMap((test) => test.checks);
  const judge = checks.find((check) => check !== null && check.weight > 0 && check.judge !== undefined)?.judge;
  return {
    name,
    hash: hashOf({ scorer: `pawl.${name}/1`, settings }),
    direction: "higher",
    scale,
    ...(judge === undefined ? {} : { judge: { model: judge, calibration: null } }),
    score: async (request, options) => scored(await checked(tests.get(request.example.id), request, options), scale),
  };
}

type Answered = { readonly whole: Checked; readonly each: readonly { readonly check: Check; readonly found: Checked }[] };

async function checked(test: OneTest | undefined, request: Request, options: CallOptions | undefined): Promise<Answered | string> {
  if (test === undefined) return "This example is none of the file's tests.";
  const whole = test.checks.flatMap((check) => (check ? [check] : []));
  if (whole.length < test.checks.length) return `Not supported: ${test.unsupported.map(({ at, what }) => `${what} (${at})`).join(", ")}.`;
  if (whole.length === 0) return "The test has no assertion.";
  const output = outputText(request);
  const each: Answered["each"][number][] = [];
  const all = await allOf(whole, test.threshold, async (check) => {
    const found = await check.check(request, output, options);
    each.push({ check, found });
    return found;
  });
  return { whole: all, each };
}

function scored(answer: Answered | string, scale: "share" | "binary"): Score | Unscored {
  if (typeof answer === "string") return { kind: "unscored", reason: answer };
  const { each, whole } = answer;
  const steps = whole.steps === undefined ? {} : { steps: whole.steps };
  if (whole.pass === null) return { kind: "unscored", reason: whole.reason, ...steps };
  const detail = each.map(({ check, found }) => ({
    type: check.type,
    weight: check.weight,
    ...(check.metric === undefined ? {} : { metric: check.metric }),
    score: found.pass === null ? null : found.score,
    reason: found.reason,
  }));
  return { kind: "score", value: scale === "binary" ? Number(whole.pass) : whole.score, reason: whole.reason, detail, ...steps };
}
