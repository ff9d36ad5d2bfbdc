import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { once, reply } from "../../judge/judge.fixture.ts";
import { fixture, scoredBy } from "../adapters.fixture.ts";
import { openaiDataSourceConfig, readOpenaiEvals, writeOpenaiEvals } from "./evals-data.ts";
import { formula } from "./formula.ts";
import { readOpenaiGraders } from "./read-graders.ts";
import { indelSimilarity } from "./text-similarity.ts";

const example = { id: "e", input: { ticket: "It is broken", correct_label: "Hardware", call: { name: "open", args: ["door"] } } };
const number = (result: number, reasoning = "It helps."): string => JSON.stringify({ reasoning, result });

describe("readOpenaiGraders", () => {
  const { scorers, unsupported } = readOpenaiGraders(fixture("ticket.graders.json"));
  const named = (name: string, from = scorers) => from.find((scorer) => scorer.name === name);

  it("reads what needs no model, and says what it does not do", () => {
    expect(scorers.map(({ name }) => name)).toEqual([
      "exact label",
      "no apology",
      "mentions",
      "fuzzy",
      "fuzzy-pass",
      "rouge",
      "rouge-pass",
    ]);
    expect(unsupported.map(({ at, what }) => `${at} ${what}`)).toEqual([
      "testing_criteria[5] text_similarity",
      "testing_criteria[6] python",
      "testing_criteria[7] label_model",
      "testing_criteria[8] score_model",
    ]);
  });

  it("compares texts as their operations and metrics say", async () => {
    expect(await scoredBy(named("exact label"), example, "Hardware")).toMatchObject({ value: 1 });
    expect(await scoredBy(named("exact label"), example, "hardware")).toMatchObject({ value: 0 });
    expect(await scoredBy(named("no apology"), example, "hardware")).toMatchObject({ value: 1 });
    expect(await scoredBy(named("mentions"), example, "some HARDWARE")).toMatchObject({ value: 1 });
    // 2 · 8 common signs of 8 + 9.
    expect(await scoredBy(named("fuzzy"), example, "Hardwares")).toMatchObject({ value: 16 / 17 });
    expect(await scoredBy(named("fuzzy-pass"), example, "Hardwares")).toMatchObject({ value: 1 });
    expect(await scoredBy(named("rouge"), example, "hardware problem")).toMatchObject({ value: 2 / 3 });
    const russian = { id: "r", input: { ...example.input, correct_label: "железо" } };
    expect(await scoredBy(named("rouge"), russian, "железо")).toMatchObject({ kind: "unscored", reason: expect.stringContaining("ROUGE") });
  });

  it("computes a formula of several graders, from fields of a JSON output", async () => {
    const { scorers: several, unsupported: none } = readOpenaiGraders(fixture("call.grader.json"));
    expect(none).toEqual([]);
    const call = named("function call", several);
    const graded = await scoredBy(call, example, { name: "open", args: ["doors"] });
    expect(graded).toMatchObject({ kind: "score", detail: { name_match: 1 } });
    expect(graded.kind === "score" ? graded.value : null).toBeCloseTo(0.25 + 0.75 * (8 / 9), 12);
    expect(await scoredBy(call, example, "no JSON")).toMatchObject({
      kind: "unscored",
      reason: expect.stringContaining("sample.output_json"),
    });
  });

  it("takes one grader by itself, under its name, as the service's types have it", async () => {
    const one = { type: "string_check", name: "label", input: "{{ sample.output_text }}", reference: "Hardware", operation: "eq" };
    const read = readOpenaiGraders({ type: "multi", name: "half", graders: one, calculate_output: "label / 2" });
    expect(read.unsupported).toEqual([]);
    expect(await scoredBy(read.scorers[0], example, "Hardware")).toMatchObject({ value: 0.5 });
  });

  it("leaves a case unscored that lacks a variable", async () => {
    expect(await scoredBy(named("exact label"), { id: "e", input: {} }, "x")).toEqual({
      kind: "unscored",
      reason: "The case has no item.correct_label.",
    });
  });

  it("asks the judge that was given, reasoning first, and leaves every doubt unscored", async () => {
    const judged = (answer: string) => readOpenaiGraders(fixture("ticket.graders.json"), { judge: once(() => answer) });
    const tone = (answer: string) => scoredBy(named("tone", judged(answer).scorers), example, "Dear you");
    expect(await tone(reply("kind"))).toMatchObject({ value: 1, detail: { label: "kind" }, steps: [{ kind: "model" }] });
    expect(await tone(reply("rude"))).toMatchObject({ value: 0 });
    const helpful = (answer: string) => scoredBy(named("helpful", judged(answer).scorers), example, "Dear you");
    expect(await helpful(number(4))).toMatchObject({ value: 0.75, detail: { result: 4 } });
    const doubts = [tone(reply("nice")), tone("kind"), helpful(number(7)), helpful(number(3, "")), helpful('{"result": 3}'), helpful("")];
    for (const doubt of doubts) expect(await doubt).toMatchObject({ kind: "unscored" });
    expect(judged("").unsupported.map(({ what }) => what)).toEqual(["text_similarity", "python", "model", "model", "sampling_params"]);
  });

  it("reports graders that are wrong, each at its place, and refuses files that hold none", () => {
    const wrong = [
      { type: "string_check", name: "a", input: "x", reference: "y", operation: "matches" },
      { type: "string_check", name: "b", input: "{{ item.x | upper }}", reference: "y", operation: "eq" },
      { type: "text_similarity", name: "c", input: "x", reference: "y", evaluation_metric: "bert" },
      { type: "multi", name: "d", graders: {}, calculate_output: "a + (b" },
      { type: "multi", name: "e", graders: {}, calculate_output: "a" },
      { type: "new_kind", name: "f" },
      { type: "string_check" },
      "g",
    ];
    const read = readOpenaiGraders(wrong);
    expect(read.scorers).toEqual([]);
    expect(read.unsupported.map(({ at }) => at)).toEqual(wrong.map((_, i) => `[${i}]`));
    expect(() => readOpenaiGraders("no")).toThrow(expect.objectContaining({ code: "data.file-unreadable" }));
    expect(() => readOpenaiGraders({ a: 1 })).toThrow(expect.objectContaining({ code: "data.not-openai-graders" }));
  });
});

describe("formula", () => {
  it("computes as arithmetic does", () => {
    const of = (text: string): number | string => {
      const read = formula(text);
      return typeof read === "string" ? read : read.value((name) => (name === "a" ? 2 : 3));
    };
    expect(["1+2*3", "(1+2)*3", "2^3^2", "-a^2", "a*b/4 - 1", "max(a, b, 1) + min(a,b)", "sqrt(16)", "a ** b", "1e3"].map(of)).toEqual([
      7, 9, 512, -4, 0.5, 5, 4, 8, 1000,
    ]);
    const deep = [
      "(".repeat(5_000) + 1 + ")".repeat(5_000),
      `${"-".repeat(20_000)}1`,
      `${"2^".repeat(20_000)}1`,
      `${"1+".repeat(200_000)}1`,
    ];
    expect(of(`${"(".repeat(400)}a${")".repeat(400)}`)).toBe(2);
    for (const text of ["", "1+", "(a", "a b", "process.exit()", "eval(1)", "a;b", ...deep])
      expect(typeof of(text), text.slice(0, 40)).toBe("string");
  });
});

describe("indelSimilarity", () => {
  it("is symmetric, within 0 to 1, and 1 for equal texts alone", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), fc.string({ maxLength: 20 }), (a, b) => {
        const value = indelSimilarity(a, b);
        expect(value).toBe(indelSimilarity(b, a));
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
        expect(value === 1).toBe(a === b);
      }),
      { seed: 7 },
    );
  });
});

describe("data of OpenAI Evals", () => {
  it("reads both kinds of lines, with samples, alternatives and further fields", () => {
    const items = readOpenaiEvals(fixture("items.evals.jsonl"), { expectedField: "correct_label" });
    expect(items.examples[0]).toEqual({ id: "line-1", input: { ticket: "My monitor won't turn on — help!" }, expected: "Hardware" });
    expect(items.examples[3]).toEqual({ id: "line-4", input: { ticket: "No label here \u0000 🙂" } });
    expect([...items.samples]).toEqual([["line-2", { output_text: "Software" }]]);
    const { examples } = readOpenaiEvals(fixture("capitals.evals.jsonl"));
    expect(examples.map(({ expected }) => expected)).toEqual(["Paris", "red", "ok", "A", undefined, { a: [1, 2] }]);
    expect(examples[1]?.alternatives).toEqual(["yellow", "blue"]);
    expect(examples[3]?.input).toEqual({ input: [{ role: "user", content: "Free-form" }], choice_strings: ["A", "B"] });
    expect(readOpenaiEvals(fixture("windows.evals.jsonl")).examples).toHaveLength(2);
  });

  it("gives real files back as they were, line by line", () => {
    const parsed = (text: string): unknown[] =>
      text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
    const capitals = fixture("capitals.evals.jsonl");
    expect(parsed(writeOpenaiEvals(readOpenaiEvals(capitals).examples, { shape: "input" }))).toEqual(parsed(capitals));
    const options = { expectedField: "correct_label", shape: "item" } as const;
    const items = fixture("items.evals.jsonl");
    const withoutSamples = parsed(items).map((row) => ({ item: Object(row).item }));
    expect(parsed(writeOpenaiEvals(readOpenaiEvals(items, options).examples, options))).toEqual(withoutSamples);
  });

  it("reads back what it writes, whatever the examples hold", () => {
    const json = fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)));
    const answers = fc.array(json, { maxLength: 3 });
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            json.filter((input) => Object(input).input === undefined && input !== null),
            answers,
          ),
          { maxLength: 5 },
        ),
        (rows) => {
          const examples = rows.map(([input, [expected, ...alternatives]], i) => ({
            id: `line-${i + 1}`,
            input,
            ...(expected === undefined ? {} : { expected }),
            ...(alternatives.length > 0 ? { alternatives } : {}),
          }));
          expect(readOpenaiEvals(writeOpenaiEvals(examples, { shape: "input" })).examples).toEqual(examples);
        },
      ),
      { seed: 7, numRuns: 200 },
    );
  });

  it("describes its items, and refuses what does not fit into one", () => {
    const { examples } = readOpenaiEvals(fixture("items.evals.jsonl"), { expectedField: "correct_label" });
    expect(openaiDataSourceConfig(examples, { expectedField: "correct_label" })).toEqual({
      type: "custom",
      item_schema: {
        type: "object",
        properties: { ticket: { type: "string" }, correct_label: { type: "string" }, tags: { type: "array" }, meta: { type: "object" } },
        required: ["ticket"],
      },
      include_sample_schema: true,
    });
    expect(() => writeOpenaiEvals(examples, { shape: "item" })).toThrow(expect.objectContaining({ code: "data.not-exportable" }));
    const several = [{ id: "a", input: {}, expected: "x", alternatives: ["y"] }];
    expect(() => writeOpenaiEvals(several, { shape: "item", expectedField: "answer" })).toThrow(
      expect.objectContaining({ code: "data.not-exportable" }),
    );
  });

  it("names the first 20 lines that are neither, and counts the rest", () => {
    const bad = ['{"item": 3}', "[]", "no", '{"ideal": "x"}', ...Array.from({ length: 30 }, () => "{")].join("\n");
    expect(() => readOpenaiEvals(bad)).toThrow(
      expect.objectContaining({ code: "data.not-openai-evals", facts: expect.objectContaining({ count: 34 }) }),
    );
    expect(() => readOpenaiEvals(bad)).toThrow(/Line 1: [\s\S]*… and 14 more/);
  });
});
