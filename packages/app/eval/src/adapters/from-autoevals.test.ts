import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { fixture, scoredBy } from "./adapters.fixture.ts";
import { type AutoevalsScore, fromAutoevals } from "./from-autoevals.ts";

/*
 * What scorers of the package itself answered; those of a model to a client that gave `reply` as its tool call, or none where that is null. NaN is
 * written as text, which JSON has no other way for.
 */
const row = z.strictObject({
  scorer: z.string(),
  args: z.record(z.string(), z.json()),
  reply: z.record(z.string(), z.string()).nullish(),
  answer: z
    .object({
      name: z.string(),
      score: z.union([z.number().nullable(), z.literal("NaN").transform(() => Number.NaN)]),
      metadata: z.record(z.string(), z.json()).optional(),
    })
    .optional(),
  throws: z.string().optional(),
});
const { answers, version } = z.object({ version: z.string(), answers: z.array(row) }).parse(JSON.parse(fixture("autoevals.json")));
type Row = (typeof answers)[number];

const titled = answers.map((answer, i) => [`${answer.scorer} (${i})`, answer] as const);
const PACKAGE = process.env["PAWL_AUTOEVALS"];

/** The row's scorer through the adapter, asked with the row's own arguments. */
const adapted = ({ args, scorer }: Row, real: (args: never) => Promise<AutoevalsScore>) =>
  scoredBy(fromAutoevals(real, { name: scorer, version, args: () => args }), { id: "e", input: "" }, "");

describe(`answers of autoevals ${version}`, () => {
  it.each(titled)("%s", async (_title, recorded) => {
    const { answer, throws } = recorded;
    const scored = adapted(recorded, async () => {
      if (answer === undefined) throw new Error(throws);
      return answer;
    });
    if (answer === undefined) return await expect(scored).rejects.toThrow(throws);
    const { metadata, score } = answer;
    if (Number.isNaN(score)) return expect(await scored).toEqual({ kind: "unscored", reason: "autoevals gave no score." });
    expect(await scored).toEqual({
      kind: "score",
      value: score,
      ...(metadata === undefined ? {} : { detail: metadata }),
      ...(metadata?.["rationale"] === undefined ? {} : { reason: metadata["rationale"] }),
    });
  });

  it("have scores, choices with their reasons, no number and errors among them", () => {
    expect(answers.flatMap(({ answer }) => (answer === undefined ? [] : [answer.score]))).toEqual(
      expect.arrayContaining([0, 1, 0.6, Number.NaN]),
    );
    expect(answers.filter(({ throws }) => throws !== undefined).map(({ scorer }) => scorer)).toEqual([
      "Levenshtein",
      "Factuality",
      "Factuality",
    ]);
  });
});

describe.skipIf(PACKAGE === undefined)("the package that PAWL_AUTOEVALS names", () => {
  const folder = PACKAGE ?? "";
  const answerOf = z.custom<AutoevalsScore>((value) => value !== null && typeof value === "object" && "score" in value);

  it.each(titled)("answers alike: %s", async (_title, recorded) => {
    const scorers: { readonly [name: string]: unknown } = await import(pathToFileURL(join(folder, "jsdist", "index.mjs")).href);
    const scorer = scorers[recorded.scorer];
    if (typeof scorer !== "function") throw new Error(`There is no ${recorded.scorer}.`);
    const { answer, reply, throws } = recorded;
    const call = { type: "function", id: "c", function: { name: "select_choice", arguments: JSON.stringify(reply) } };
    const message = reply === null ? { content: "No." } : { tool_calls: [call] };
    const client = { chat: { completions: { create: async () => ({ choices: [{ message }] }) } } };
    const real = async (): Promise<AutoevalsScore> =>
      answerOf.parse(await scorer({ ...recorded.args, ...(reply === undefined ? {} : { client }) }));
    if (answer === undefined) return await expect(real()).rejects.toThrow(throws);
    expect(await real()).toMatchObject(answer);
    expect(await adapted(recorded, real)).toMatchObject(
      Number.isNaN(answer.score) ? { kind: "unscored" } : { kind: "score", value: answer.score },
    );
  });

  it(`is version ${version}`, () => {
    expect(JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))).toMatchObject({ name: "autoevals", version });
  });
});
