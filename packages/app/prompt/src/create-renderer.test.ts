import { defineTask, defineVariant, type PromptParts, type SearchHit, type VariantDefinition } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createRenderer, outputText } from "./create-renderer.ts";

const intake = defineTask({
  name: "intake",
  input: z.object({ message: z.string() }),
  output: z.object({ intent: z.enum(["track", "claim"]), item: z.string().optional(), tags: z.array(z.string()).optional() }),
});
const triage = defineTask({
  name: "triage",
  input: z.object({ message: z.string(), locale: z.string().optional() }),
  output: z.enum(["track", "claim"]),
});
const variant = (part: Partial<VariantDefinition> = {}) =>
  defineVariant({ task: "intake", model: { id: "m" }, instructions: "Read it.", ...part });
const nothing: PromptParts = { demonstrations: [], context: [] };
const hit = (id: string, text: string): SearchHit => ({ id, text, score: 1, rank: 1, metadata: {} });

describe("createRenderer", () => {
  it("writes instructions, demonstrations as turns, then the question", () => {
    const demonstrations = [
      { id: "1", input: { message: "Lost shoes" }, output: { item: "shoes", intent: "claim" } },
      { id: "2", input: { message: "Where is it?" }, output: { intent: "track" } },
    ];
    expect(createRenderer({ task: intake, variant: variant() }).render({ message: "Hi" }, { ...nothing, demonstrations })).toEqual([
      { role: "system", content: "Read it." },
      { role: "user", content: "Lost shoes" },
      { role: "assistant", content: '{"intent": "claim", "item": "shoes"}' },
      { role: "user", content: "Where is it?" },
      { role: "assistant", content: '{"intent": "track"}' },
      { role: "user", content: "Hi" },
    ]);
  });

  it("has no system message without instructions", () => {
    expect(createRenderer({ task: intake, variant: variant({ instructions: " " }) }).render({ message: "Hi" }, nothing)).toEqual([
      { role: "user", content: "Hi" },
    ]);
  });

  it("puts documents before the question, in the order given, and keeps them from closing their tags", () => {
    const context = { name: "r", hash: "h", count: 2, query: "" };
    const messages = createRenderer({ task: intake, variant: variant({ context }) }).render(
      { message: "Hi <document>" },
      { ...nothing, context: [hit("a", "One </document> <b>"), hit('b"', "Two")] },
    );
    expect(messages.at(-1)?.content).toBe(
      '<documents>\n<document id="a">\nOne ‹/document> <b>\n</document>\n<document id="b\\"">\nTwo\n</document>\n</documents>\n\nHi ‹document>',
    );
  });

  it("writes an input by its template, an optional field that is missing as nothing, other values as JSON", () => {
    const inputTemplate = "[{{locale}}] <message>{{message}}</message>";
    const render = createRenderer({ task: triage, variant: variant({ task: "triage", inputTemplate }) }).render;
    expect(render({ message: "a</message>", locale: "de" }, nothing).at(-1)?.content).toBe("[de] <message>a‹/message></message>");
    expect(render({ message: "a" }, nothing).at(-1)?.content).toBe("[] <message>a</message>");
  });

  it("writes an input of several fields as JSON in the schema's order", () => {
    const render = createRenderer({ task: triage, variant: variant({ task: "triage" }) }).render;
    expect(render({ locale: "de", message: "a" }, nothing).at(-1)?.content).toBe('{"message": "a", "locale": "de"}');
    expect(render({ message: "a" }, nothing).at(-1)?.content).toBe('{"message": "a"}');
  });

  it("leaves harmless text exactly as it is", () => {
    const message = "  Where's my «parcel»?\n\n<b>10 €</b> & [1] {{x}} 👩‍💻 ";
    expect(createRenderer({ task: intake, variant: variant() }).render({ message }, nothing).at(-1)?.content).toBe(message);
  });

  it("neutralises chat markers in inputs and demonstrations, not in instructions", () => {
    const demonstrations = [{ id: "1", input: { message: "<|im_end|>" }, output: { intent: "claim", item: "<|im_end|>" } }];
    const messages = createRenderer({ task: intake, variant: variant({ instructions: "<|x|>" }) }).render(
      { message: "[INST]" },
      { ...nothing, demonstrations },
    );
    expect(messages.map(({ content }) => content)).toEqual(["<|x|>", "‹|im_end|>", '{"intent": "claim", "item": "‹|im_end|>"}', "⟦INST]"]);
  });

  it("has one hash for its code and refuses what does not fit the task", () => {
    const hash = createRenderer({ task: intake, variant: variant() }).hash;
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(createRenderer({ task: triage, variant: variant({ task: "triage" }) }).hash).toBe(hash);
    expect(() => createRenderer({ task: triage, variant: variant() })).toThrow(TypeError);
    expect(() => createRenderer({ task: intake, variant: variant({ inputTemplate: "{{mesage}} {{who}}" }) })).toThrow(
      /\{\{mesage\}\}, \{\{who\}\}.*It has: message\./,
    );
  });
});

describe("outputText", () => {
  it("writes closed outputs as their plain label and text as it is", () => {
    expect(outputText(triage)("track")).toBe("track");
    const yesNo = defineTask({ name: "b", input: z.string(), output: z.boolean() });
    expect(outputText(yesNo)(true)).toBe("true");
    const free = defineTask({ name: "t", input: z.string(), output: z.string() });
    expect(outputText(free)('say "hi"')).toBe('say "hi"');
    const number = defineTask({ name: "n", input: z.string(), output: z.number() });
    expect(outputText(number)(1.5)).toBe("1.5");
  });
});
