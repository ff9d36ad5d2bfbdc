import type { Scorer } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { datasetOf } from "../run/evaluate.fixture.ts";
import { evaluate } from "../run/evaluate.ts";
import { scoredBy } from "./adapters.fixture.ts";
import { type AutoevalsScore, fromAutoevals } from "./from-autoevals.ts";
import { fromLangsmith, type LangsmithArguments } from "./from-langsmith.ts";

const example = { id: "e", input: "2 + 2", expected: "4" };

describe("fromAutoevals", () => {
  // Shapes as autoevals 0.0.132 declares them.
  const ExactMatch = ({ output, expected }: { output: unknown; expected?: unknown }): AutoevalsScore => ({
    name: "ExactMatch",
    score: output === expected ? 1 : 0,
  });

  it("gives the score with metadata as detail and the rationale as reason", async () => {
    const judged = async (): Promise<AutoevalsScore> => ({
      name: "Factuality",
      score: 0.6,
      metadata: { choice: "B", rationale: "Same facts." },
    });
    const scorer = fromAutoevals(judged, { name: "factuality", version: "1" });
    expect(await scoredBy(scorer, example, "4")).toEqual({
      kind: "score",
      value: 0.6,
      detail: { choice: "B", rationale: "Same facts." },
      reason: "Same facts.",
    });
    expect(await scoredBy(fromAutoevals(ExactMatch, { name: "exact-match", version: "1" }), example, "4")).toEqual({
      kind: "score",
      value: 1,
    });
  });

  it("is shown as a judge without a calibration where the model that it asks is named", () => {
    const made = (judge?: { readonly id: string }) => fromAutoevals(ExactMatch, { name: "x", version: "1", judge });
    expect(made({ id: "gpt-5" }).judge).toEqual({ model: { id: "gpt-5" }, calibration: null });
    expect(made()).not.toHaveProperty("judge");
    expect(new Set([made(), made({ id: "a" }), made({ id: "b" })].map(({ hash }) => hash)).size).toBe(3);
    const [first] = fromLangsmith(() => 1, { keys: ["x", "y"], version: "1", judge: { id: "gpt-5" } });
    expect(first?.judge).toEqual({ model: { id: "gpt-5" }, calibration: null });
    expect(fromLangsmith(() => 1, { keys: ["x"], version: "1" })[0]).not.toHaveProperty("judge");
  });

  it("leaves null and errors unscored, also where a number stands beside the error", async () => {
    const answers: AutoevalsScore[] = [
      { name: "x", score: null },
      { name: "x", score: 0, error: new Error("no key") },
      { name: "x", score: 1, error: "off" },
      { name: "x", score: Number.NaN },
    ];
    for (const answer of answers)
      expect(
        await scoredBy(
          fromAutoevals(() => answer, { name: "x", version: "1" }),
          example,
          "4",
        ),
      ).toMatchObject({ kind: "unscored" });
    expect(
      await scoredBy(
        fromAutoevals(() => ({ name: "x", score: 0, error: new Error("no key") }), { name: "x", version: "1" }),
        example,
        "",
      ),
    ).toEqual({
      kind: "unscored",
      reason: "no key",
    });
  });

  it("gives the scorer the arguments that it is told, and throws what it throws: evaluate leaves the case unscored", async () => {
    const seen: unknown[] = [];
    const scorer = fromAutoevals(
      (args: { context: string }) => {
        seen.push(args);
        throw new Error("away");
      },
      { name: "faithful", version: "1", args: ({ output }) => ({ context: "c", answer: output }) },
    );
    const run = await evaluate({ dataset: datasetOf([example]), run: () => "4", scorers: [scorer] });
    expect(seen).toEqual([{ context: "c", answer: "4" }]);
    expect(run.items[0]?.scores.faithful).toMatchObject({ kind: "unscored", reason: expect.stringContaining("away") });
  });

  it("has another hash for another version", () => {
    const of = (version: string): Scorer => fromAutoevals(ExactMatch, { name: "exact-match", version });
    expect(of("1").hash).not.toBe(of("2").hash);
  });
});

describe("fromLangsmith", () => {
  const one = (answer: unknown) => fromLangsmith(() => answer as number, { keys: ["right"], version: "1" })[0];

  it("reads numbers, booleans, objects, lists and results", async () => {
    const scores = [
      0.5,
      true,
      false,
      { key: "right", score: 1 },
      { score: 0.25, comment: "so" },
      [
        { key: "other", score: 0 },
        { key: "right", score: true },
      ],
      { results: [{ key: "right", score: 0 }] },
    ];
    const found = await Promise.all(scores.map((answer) => scoredBy(one(answer), example, "4")));
    expect(found.map((score) => (score.kind === "score" ? score.value : score.reason))).toEqual([0.5, 1, 0, 1, 0.25, 1, 0]);
    expect(found[4]).toMatchObject({ reason: "so" });
  });

  it("leaves categories, null, nothing and other keys unscored", async () => {
    for (const answer of [
      "good",
      null,
      undefined,
      { key: "right", score: null },
      { key: "right", value: "good", comment: "why" },
      { key: "other", score: 1 },
      [],
    ]) {
      expect(await scoredBy(one(answer), example, "4")).toMatchObject({ kind: "unscored" });
    }
    expect(await scoredBy(one({ key: "other", score: 1 }), example, "4")).toMatchObject({
      reason: 'The evaluator gave no "right"; it gave other.',
    });
  });

  it("calls the evaluator once a case for all its keys, with inputs, outputs and references as objects", async () => {
    const seen: LangsmithArguments[] = [];
    const scorers = fromLangsmith(
      async (args: LangsmithArguments) => {
        seen.push(args);
        return [
          { key: "right", score: args.outputs["output"] === args.referenceOutputs?.["output"] },
          { key: "length", score: String(args.outputs["output"]).length },
        ];
      },
      { keys: ["right", "length"], version: "1", scale: "real" },
    );
    const run = await evaluate({
      dataset: datasetOf<unknown, string>([example, { id: "f", input: { a: 1 }, expected: "5" }]),
      run: () => "4",
      scorers,
    });
    expect(seen).toHaveLength(2);
    expect(seen.find(({ example: { id } }) => id === "e")).toMatchObject({
      inputs: { input: "2 + 2" },
      outputs: { output: "4" },
      referenceOutputs: { output: "4" },
    });
    expect(seen.find(({ example: { id } }) => id === "f")).toMatchObject({ inputs: { a: 1 } });
    expect(run.items.map(({ scores }) => [scores.right, scores.length])).toContainEqual([
      { kind: "score", value: 1 },
      { kind: "score", value: 1 },
    ]);
  });

  it("refuses an evaluator without a key", () => {
    expect(() => fromLangsmith(() => 1, { keys: [], version: "1" })).toThrow(TypeError);
  });
});
