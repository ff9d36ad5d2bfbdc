import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { looseJson } from "./loose-json.ts";
import { modelJson } from "./model-json.ts";
import { outputForm } from "./output-form.ts";
import { parseJson, parseOutput } from "./parse-output.ts";

fc.configureGlobal({ seed: 8 });

const value = { intent: "track", lines: [{ sku: "a", n: 1 }] };
const json = JSON.stringify(value);

describe("parseJson", () => {
  it.each([
    ["the whole text", json],
    ["a fence", `Here it is:\n\`\`\`json\n${json}\n\`\`\`\nDone.`],
    ["a fence without an end", `\`\`\`json\n${json}`],
    ["prose around it", `Sure! ${json} Hope it helps {smile}`],
    ["braces in prose before it", `Using {curly} and [1], []: ${json}`],
    ["trailing commas", '{"intent": "track", "lines": [{"sku": "a", "n": 1,},],}'],
    ["single quotes and bare keys", "{intent: 'track', lines: [{sku: 'a', 'n': 1}]}"],
    ["comments", '{"intent": "track", // why\n "lines": [{"sku": "a", /* one */ "n": 1}]}'],
  ])("reads JSON in %s", (_, text) => {
    expect(parseJson(text)).toEqual({ success: true, value });
  });

  it("reads what models write for JSON's words and escapes", () => {
    expect(parseJson('{a: True, b: None, c: \'it\\\'s\', d: "two\nlines", e: "\\u00e9\\n"}')).toEqual({
      success: true,
      value: { a: true, b: null, c: "it's", d: "two\nlines", e: "é\n" },
    });
    const read = parseJson('{"__proto__": {"x": 1},}');
    expect(read.success && Object.getPrototypeOf(read.value)).toBe(Object.prototype);
  });

  it.each([
    ["", "The answer is empty; expected JSON."],
    ["I do not know.", "The answer holds no JSON."],
    ['{"a": {"b": 1}', "The JSON of the answer ends before it is complete."],
    ['```json\n{"a": {"b": 1}, "c": [{"d": 1}]', "The JSON of the answer ends before it is complete."],
    ['{"a": 1, "b": @, "c": {"d": 1}}', "The answer is not valid JSON: unexpected text at character 14 of it."],
  ])("says what is wrong with %j", (text, message) => {
    expect(parseJson(text)).toEqual({ success: false, message });
  });

  it("never makes a valid answer of one that was cut off", () => {
    const object = fc.dictionary(fc.string({ maxLength: 4 }), fc.jsonValue({ maxDepth: 2 }), { minKeys: 1, maxKeys: 4 });
    fc.assert(
      fc.property(object, fc.nat(), (whole, cut) => {
        for (const text of [JSON.stringify(whole), modelJson(whole)]) {
          expect(parseJson(text.slice(0, cut % text.length)).success).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("reads any JSON loosely as it reads it strictly", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (whole) => {
        const text = JSON.stringify(whole);
        expect(looseJson(text)).toEqual({ kind: "value", value: JSON.parse(text), end: text.length });
      }),
    );
  });

  it("gives up on deep nesting instead of overflowing the stack", () => {
    expect(looseJson("[".repeat(100_000)).kind).not.toBe("value");
  });
});

describe("parseOutput", () => {
  const label = outputForm({ type: "string", enum: ["track", "Claim", "claim-2"] });

  it.each(["track", ' "track" ', "Track", "**track**", "`track`", "track.", "```\ntrack\n```", "<think>claim</think>\ntrack"])(
    "reads the label in %j",
    (text) => {
      expect(parseOutput(text, label)).toEqual({ success: true, value: "track" });
    },
  );

  it.each(["", "tracking", "track or claim", "not track"])("does not guess a label in %j", (text) => {
    expect(parseOutput(text, label)).toEqual({ success: false, message: "Expected exactly one of: track, Claim, claim-2." });
  });

  it("reads booleans, texts and quoted texts", () => {
    expect(parseOutput("True", outputForm({ type: "boolean" }))).toEqual({ success: true, value: true });
    expect(parseOutput(' two "words" ', outputForm({ type: "string" }))).toEqual({ success: true, value: 'two "words"' });
    expect(parseOutput('"a \\"b\\""', outputForm({ type: "string" }))).toEqual({ success: true, value: 'a "b"' });
    expect(parseOutput("42", outputForm({ type: "number" }))).toEqual({ success: true, value: 42 });
  });

  it("takes literals and unions of literals for closed outputs", () => {
    expect(
      outputForm({
        anyOf: [
          { type: "string", const: "a" },
          { type: "string", enum: ["b", "a"] },
        ],
      }),
    ).toMatchObject({ kind: "closed", labels: ["a", "b"] });
    expect(outputForm({ enum: ["a", 1] }).kind).toBe("json");
    expect(outputForm({ anyOf: [{ type: "string", const: "a" }, { type: "null" }] }).kind).toBe("json");
  });
});
