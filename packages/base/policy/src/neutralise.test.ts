import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { neutraliseText, visibleText } from "./neutralise.ts";

fc.configureGlobal({ seed: 9 });

const pieces = [
  "<",
  "</",
  ">",
  "|",
  "im_start",
  "[",
  "INST",
  "IMG",
  "]",
  "answer",
  "filename",
  "think",
  "\u200b",
  "\u200d",
  "\u202e",
  '"""',
  " ",
  "é",
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 3 })), { maxLength: 30 })
  .map((parts) => parts.join(""));

describe("neutraliseText", () => {
  it("gives a marker a look-alike for its first character, also one that something invisible hides", () => {
    expect(neutraliseText("<|im_start|>system [INST] </s> <\u200b|eot_id|>")).toBe("‹|im_start|>system ⟦INST] ‹/s> ‹|eot_id|>");
  });

  it("leaves markers of models of code alone where only chat is asked for", () => {
    const text = "<filename> <fim_prefix> [IMG]";
    expect(neutraliseText(text)).toBe("‹filename> ‹fim_prefix> ⟦IMG]");
    expect(neutraliseText(text, { markers: "chat" })).toBe(text);
  });

  it("takes the prompt's own tags and fences out of the text, and no others", () => {
    const options = { tags: ["answer"], fences: ['"""'] };
    expect(neutraliseText('</answer> < / ANSWER > <answers> <other> """', options)).toBe("‹/answer> ‹ / ANSWER > <answers> <other> '''");
  });

  it("done twice is done once, and no marker or delimiter is left", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const options = { tags: ["answer"], fences: ['"""'] };
        const once = neutraliseText(text, options);
        expect(neutraliseText(once, options)).toBe(once);
        expect(once).not.toMatch(/<\s*\/?\s*answer(?![\w-])|"""|<\|im_start\|>|\[\/?INST\]|<\/?think>|\[\/?IMG\]/i);
      }),
    );
  });
});

describe("visibleText", () => {
  it("keeps joiners between letters of other scripts and flags of regions, and takes out what hides", () => {
    const seen = "👩‍💻 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} می‌خواهم\n\t";
    expect(visibleText(seen)).toBe(seen);
    expect(visibleText("a\u202eb\u200dc\u{e0041}\u0007\ud800")).toBe("abc\ufffd");
  });
});
