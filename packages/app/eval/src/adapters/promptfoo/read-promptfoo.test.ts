import type { Example, Score, Scorer, Unscored } from "@pawl/core";
import { sampleTrace } from "@pawl/core/testing";
import fc from "fast-check";
import { expect, it } from "vitest";
import { datasetOf } from "../../run/evaluate.fixture.ts";
import { evaluate } from "../../run/evaluate.ts";
import { fixture, scoredBy } from "../adapters.fixture.ts";
import { MAKERS } from "./checks.ts";
import { promptfooPrompt } from "./promptfoo-prompt.ts";
import { readPromptfoo } from "./read-promptfoo.ts";

const polite = (rubric: string): Scorer<unknown, unknown, unknown> => ({
  name: "polite",
  hash: `polite ${rubric}`,
  direction: "higher",
  scale: "binary",
  score: ({ output }) =>
    String(output).includes("?")
      ? { kind: "unscored", reason: "cannot tell" }
      : { kind: "score", value: String(output).includes("please") ? 1 : 0, reason: rubric },
});

const file = await readPromptfoo(fixture("support.promptfoo.yaml"), { judge: polite });
const [share, pass] = file.scorers;
const test = (id: string): Example => {
  const found = file.examples.find((example) => example.id === id);
  if (found === undefined) throw new Error(`No ${id}`);
  return found;
};

it("reads prompts, tests, defaults and the combinations of listed variables", () => {
  expect(file.description).toBe("Support replies");
  expect(file.prompts).toHaveLength(2);
  expect(file.examples.map(({ id }) => id)).toEqual([
    "test-0",
    "test-1",
    "test-2-0",
    "test-2-1",
    "test-2-2",
    "test-2-3",
    "test-3",
    "test-4",
    "test-5",
    "test-7",
  ]);
  expect(test("test-0")).toEqual({
    id: "test-0",
    input: { language: "English", persona: "a clerk", customer: "Ben", message: "I want my money back" },
    tags: ["names the refund"],
  });
  expect(promptfooPrompt(file.prompts[0] ?? "", { language: "German", message: "Wo?" })).toBe("Reply to the customer in German: Wo?");
  expect(() => promptfooPrompt("{{ a | upper }} {{ b }}", { a: 1 })).toThrow(expect.objectContaining({ code: "data.prompt-not-filled" }));
});

it("says all that it does not do, by place and type, and nothing else", () => {
  expect(file.unsupported.map(({ at, what }) => `${at} ${what}`)).toEqual([
    "providers providers",
    "prompts[1] prompt",
    "tests[5].assert[1] javascript",
    "tests[6].vars vars",
    "tests[7].options.transform transform",
    "tests[7].assert[1] contains",
    "tests[7].assert[2] contains",
    "tests[7].assert[3] assertion",
    "tests[8] test",
  ]);
});

it("weighs the assertions, and passes where all do", async () => {
  const good = "Your refund takes 5 days.";
  // latency, icontains, not-contains-any weigh 1, regex 2.
  expect(await scoredBy(share, test("test-0"), good)).toMatchObject({ kind: "score", value: 1 });
  expect(await scoredBy(share, test("test-0"), "A refund, soon.")).toMatchObject({ kind: "score", value: 3 / 5 });
  expect(await scoredBy(pass, test("test-0"), "A refund, soon.")).toMatchObject({ kind: "score", value: 0 });
  expect(await scoredBy(pass, test("test-0"), good, { totalMs: 2_001 })).toMatchObject({ kind: "score", value: 0 });
  expect(await scoredBy(share, test("test-0"), "We promise a refund in 5 days.")).toMatchObject({ value: 4 / 5 });
});

it("passes at a test's threshold, fills variables into values and reads lists with commas", async () => {
  const example = test("test-1");
  expect(await scoredBy(share, example, "Dear Cleo, the parcel takes days, or weeks")).toMatchObject({ value: 1 });
  expect(await scoredBy(pass, example, "Dear Ann, no.")).toMatchObject({ value: 1, reason: expect.stringContaining("starts-with") });
  expect(await scoredBy(share, example, "Dear Ann, no.")).toMatchObject({ value: 3 / 5 });
  // Near the evasive answer: the negated assertion fails.
  expect(await scoredBy(share, example, "I do not know.")).toMatchObject({ value: 2 / 5 });
});

it("leaves a test unscored where what it costs is not known", async () => {
  const steps = [
    { kind: "embedding", model: { id: "e" }, texts: 1, usage: null, cost: null, cached: false, startedAt: 0, totalMs: 1 },
  ] as const;
  expect(await scoredBy(share, test("test-1"), "Dear Cleo", { steps })).toMatchObject({
    kind: "unscored",
    reason: expect.stringContaining("cost"),
  });
});

it("checks sets, JSON with its schema, objects, and records what weighs nothing", async () => {
  expect(await scoredBy(pass, test("test-2-0"), "De rien.")).toMatchObject({ value: 1 });
  expect(await scoredBy(pass, test("test-2-0"), "No.")).toMatchObject({ value: 0 });
  const wrong = await scoredBy(share, test("test-3"), '{"answer": "no"}');
  expect(wrong).toMatchObject({
    value: 1,
    detail: [{ type: "latency" }, { type: "is-json", score: 1 }, { type: "equals", weight: 0, score: 0 }],
  });
  expect(await scoredBy(pass, test("test-3"), { answer: 7 })).toMatchObject({ value: 0 });
  expect(await scoredBy(pass, test("test-3"), "no JSON")).toMatchObject({ value: 0 });
});

it("asks the judge that was given, and a doubt leaves the test unscored", async () => {
  expect(await scoredBy(pass, test("test-4"), "the parcel arrives on monday please")).toMatchObject({ value: 1 });
  expect(await scoredBy(pass, test("test-4"), "the parcel arrives on monday")).toMatchObject({
    value: 0,
    reason: expect.stringContaining("is polite to Ann"),
  });
  expect(await scoredBy(pass, test("test-4"), "the parcel arrives on monday?")).toMatchObject({
    kind: "unscored",
    reason: expect.stringContaining("cannot tell"),
  });
  const without = await readPromptfoo(fixture("support.promptfoo.yaml"));
  expect(without.unsupported).toContainEqual({ at: "tests[4].assert[2]", what: "llm-rubric", why: "No judge was given." });
  expect(await scoredBy(without.scorers[1], test("test-4"), "x")).toMatchObject({ kind: "unscored" });
});

it("a judge off its scale, and one that fails, leave a test unscored whatever is around it", async () => {
  const config = {
    tests: [
      { assert: [{ type: "llm-rubric", value: "polite" }] },
      { assert: [{ type: "not-llm-rubric", value: "polite" }] },
      {
        assert: [
          {
            type: "assert-set",
            assert: [
              { type: "contains", value: "x" },
              { type: "llm-rubric", value: "polite" },
            ],
          },
        ],
      },
    ],
  };
  const fails = () => {
    throw new Error("no network");
  };
  for (const score of [() => 2, () => Number.NaN, () => -1, fails]) {
    const judge = (): Scorer<unknown, unknown, unknown> => ({ ...polite(""), score: () => ({ kind: "score", value: score() }) });
    const { examples, scorers } = await readPromptfoo(config, { judge });
    const { items } = await evaluate({ dataset: datasetOf(examples), run: () => "x", scorers });
    for (const { scores } of items)
      for (const name of ["promptfoo", "promptfoo-pass"] as const)
        expect(scores[name]).toMatchObject({ kind: "unscored", reason: expect.stringMatching(/on its binary scale|no network/) });
  }
});

it("is a judge where an assertion that counts asks one, and keeps its calls", async () => {
  const steps = [{ kind: "model", startedAt: 1 }] as never;
  const asked: unknown[] = [];
  const model = { id: "judge-1" };
  const judge = (): Scorer<unknown, unknown, unknown> => ({
    ...polite(""),
    judge: { model, calibration: null },
    score: (request, options) => {
      asked.push(options);
      const said = polite("").score(request) as Score | Unscored;
      return { ...said, steps };
    },
  });
  const rubric = { type: "llm-rubric", value: "polite" };
  const read = async (...assert: object[]) => (await readPromptfoo({ tests: [{ assert }] }, { judge })).scorers;
  const inSet = { type: "assert-set", assert: [{ ...rubric, type: "not-llm-rubric" }] };
  for (const assert of [rubric, inSet, { ...rubric, type: "not-llm-rubric" }])
    for (const scorer of await read(assert)) expect(scorer.judge).toEqual({ model, calibration: null });
  for (const scorer of await read({ type: "contains", value: "x" }, { ...rubric, weight: 0 })) expect(scorer).not.toHaveProperty("judge");
  const options = { abortSignal: new AbortController().signal };
  for (const output of ["please", "no", "?"]) {
    const [made] = await read({ type: "contains", value: "e" }, inSet);
    const score = await made.score(
      { example: { id: "test-0", input: {} }, output, trace: sampleTrace({ id: "t", outcome: { kind: "ok", output } }) },
      options,
    );
    expect(score.steps).toEqual(steps);
  }
  expect(new Set(asked)).toEqual(new Set([options]));
  const real = await readPromptfoo({ tests: [{ assert: [rubric] }] }, { judge: () => ({ ...polite(""), scale: "real" }) });
  expect(real.unsupported).toMatchObject([{ what: "llm-rubric" }]);
});

it("never passes a test by what it cannot check", async () => {
  expect(await scoredBy(pass, test("test-5"), "x")).toEqual({
    kind: "unscored",
    reason: "Not supported: javascript (tests[5].assert[1]).",
  });
  expect(await scoredBy(pass, { id: "elsewhere", input: {} }, "x")).toMatchObject({ kind: "unscored" });
});

it("reads JSON without the YAML package, and has a test without assertions unscored", async () => {
  const { examples, scorers, unsupported } = await readPromptfoo(fixture("minimal.promptfoo.json"));
  expect(unsupported.map(({ at, what }) => `${at} ${what}`)).toEqual(["tests[1].assert[1] similar"]);
  const answers = await Promise.all(examples.map((example, i) => scoredBy(scorers[1], example, ["hi", "yo", "x"][i])));
  expect(answers.map(({ kind }) => kind)).toEqual(["score", "unscored", "unscored"]);
  expect(scorers[0].hash).not.toBe(share.hash);
});

it("refuses what is neither JSON nor YAML nor a configuration", async () => {
  await expect(readPromptfoo("a: [1")).rejects.toMatchObject({ code: "data.file-unreadable" });
  await expect(readPromptfoo("just: this")).rejects.toMatchObject({ code: "data.not-promptfoo" });
  await expect(readPromptfoo("[]")).rejects.toMatchObject({ code: "data.not-promptfoo" });
});

it("takes no assertion that every output, or none, would pass", async () => {
  const empty = ["contains-any", "icontains-any", "contains-all", "icontains-all"].map((type) => ({ type, value: ["", "x"] }));
  const assert = [...empty, { type: "equals" }, { type: "not-equals" }, { type: "regex", value: "" }, { type: "latency", threshold: null }];
  const { scorers, unsupported } = await readPromptfoo(JSON.stringify({ prompts: ["{{a}}"], tests: [{ vars: { a: "1" }, assert }] }));
  expect(unsupported.map(({ at, what }) => `${at} ${what}`)).toEqual(assert.map(({ type }, i) => `tests[0].assert[${i}] ${type}`));
  const example: Example = { id: "test-0", input: { a: "1" } };
  for (const scorer of scorers) expect(await scoredBy(scorer, example, "undefined")).toMatchObject({ kind: "unscored" });
});

it("lays the tests of scenarios over each of their settings", async () => {
  const says = (value: string) => ({ type: "contains", value });
  const { examples, scorers, unsupported } = await readPromptfoo({
    prompts: ["{{word}} in {{language}}"],
    defaultTest: { vars: { tone: "kind" }, assert: [says("{{tone}}")], metadata: { team: "desk" } },
    tests: [{ vars: { word: "first" }, options: { disableDefaultAsserts: true }, assert: [says("1")] }],
    scenarios: [
      {
        config: [
          { vars: { language: "French", word: "salut" }, assert: [says("oui")], metadata: { market: "FR" } },
          { vars: { language: "German" }, threshold: 0.3 },
        ],
        tests: [{ vars: { word: "hello" }, assert: [says("{{language}}")] }, { description: "as it is" }],
      },
      { config: [{ vars: { word: "alone" } }, "none"] },
      "file://none.yaml",
      { config: [{ vars: "file://vars.yaml" }] },
    ],
  });
  expect(examples.map(({ id, input, tags }) => [id, input["word"], input["language"], tags])).toEqual([
    ["test-0", "first", undefined, ["team: desk"]],
    ["test-1", "hello", "French", ["team: desk", "market: FR"]],
    ["test-2", "salut", "French", ["as it is", "team: desk", "market: FR"]],
    ["test-3", "hello", "German", ["team: desk"]],
    ["test-4", undefined, "German", ["as it is", "team: desk"]],
    ["test-5", "alone", undefined, ["team: desk"]],
  ]);
  expect(unsupported.map(({ at, what }) => `${at} ${what}`)).toEqual([
    "scenarios[1].config[1] scenario",
    "scenarios[2] scenario",
    "scenarios[3].config[0] scenario",
  ]);
  const passed = (i: number, output: string) => scoredBy(scorers[1], examples[i] ?? { id: "", input: null }, output);
  expect(await passed(0, "1")).toMatchObject({ value: 1 });
  expect(await passed(1, "kind, oui, French")).toMatchObject({ value: 1 });
  expect(await passed(1, "kind, French")).toMatchObject({ value: 0 });
  expect(await passed(3, "German")).toMatchObject({ value: 1 });
});

it("takes the defaults for a test where there is none", async () => {
  const { examples, scorers } = await readPromptfoo({ prompts: "Hi", defaultTest: { assert: [{ type: "equals", value: "Hello" }] } });
  expect(examples).toEqual([{ id: "test-0", input: {} }]);
  expect(await scoredBy(scorers[1], examples[0] ?? { id: "", input: null }, "Hello")).toMatchObject({ value: 1 });
  expect((await readPromptfoo({ prompts: "Hi" })).examples).toEqual([]);
});

it("leaves a test unscored where code would change its answer, its variables or its score", async () => {
  const test = { vars: { a: "1" }, assert: [{ type: "equals", value: "1" }] };
  const changes = [
    { options: { transform: "output.trim()" } },
    { options: { transformVars: "({ a: 2 })" } },
    { options: { postprocess: "output" } },
    { assertScoringFunction: "file://score.js" },
  ];
  const { examples, scorers, unsupported } = await readPromptfoo({ tests: [...changes.map((change) => ({ ...test, ...change })), test] });
  expect(unsupported.map(({ what }) => what)).toEqual(["transform", "transformVars", "postprocess", "assertScoringFunction"]);
  const kinds = await Promise.all(examples.map(async (example) => (await scoredBy(scorers[1], example, "1")).kind));
  expect(kinds).toEqual(["unscored", "unscored", "unscored", "unscored", "score"]);
  const all = await readPromptfoo({ tests: [test], defaultTest: { options: { transform: "output" } } });
  expect(await scoredBy(all.scorers[0], all.examples[0] ?? { id: "", input: null }, "1")).toMatchObject({
    kind: "unscored",
    reason: expect.stringContaining("defaultTest.options.transform"),
  });
});

it("does not read a test of more than 100,000 combinations", async () => {
  const list = Array.from({ length: 50 }, (_, i) => `v${i}`);
  const vars = Object.fromEntries(["a", "b", "c", "d", "e", "f"].map((name) => [name, list]));
  const { examples, unsupported } = await readPromptfoo({ tests: [{ vars, assert: [{ type: "equals", value: "x" }] }] });
  expect(examples).toEqual([]);
  expect(unsupported).toEqual([{ at: "tests[0].vars", what: "vars", why: expect.stringContaining("100000 combinations") }]);
});

it("measures ROUGE in every script", async () => {
  const { examples, scorers } = await readPromptfoo({ tests: [{ assert: [{ type: "rouge-n", value: "明天去北京" }] }] });
  const about = examples[0] ?? { id: "", input: null };
  expect(await scoredBy(scorers[0], about, "今天去北京")).toMatchObject({ value: expect.closeTo(0.8, 12) });
  expect(await scoredBy(scorers[1], about, "明天去北京。")).toMatchObject({ value: 1 });
});

it("takes any values for tests, defaults, scenarios, prompts and assertions, and scores none by a failure", async () => {
  const any = fc.jsonValue({ maxDepth: 2 });
  const type = fc.constantFrom(...Object.keys(MAKERS), "assert-set", "javascript", "toString");
  const assertion = fc.record(
    {
      type: fc.tuple(fc.constantFrom("", "not-"), type).map((parts) => parts.join("")),
      value: any,
      threshold: any,
      weight: any,
      assert: any,
    },
    { requiredKeys: [] },
  );
  const test = fc.record(
    { vars: any, assert: fc.oneof(any, fc.array(assertion, { maxLength: 3 })), options: any, threshold: any },
    { requiredKeys: [] },
  );
  const tests = fc.oneof(any, fc.array(fc.oneof(any, test), { maxLength: 3 }));
  const config = fc.record(
    { tests, prompts: any, defaultTest: fc.oneof(any, test), scenarios: any, assertionTemplates: any },
    { requiredKeys: ["tests", "prompts"] },
  );
  await fc.assert(
    fc.asyncProperty(config, fc.string({ maxLength: 12 }), async (given, output) => {
      const { examples, scorers } = await readPromptfoo(given);
      expect(new Set(examples.map(({ id }) => id)).size).toBe(examples.length);
      for (const example of examples) {
        const [value, passed] = await Promise.all(scorers.map((scorer) => scoredBy(scorer, example, output)));
        expect(value?.kind).toBe(passed?.kind);
        if (value?.kind === "score") expect(value.value >= 0 && value.value <= 1).toBe(true);
      }
    }),
    { numRuns: 300, seed: 5 },
  );
});
