import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boundedLines } from "./bounded-lines.ts";
import { neutralised } from "./neutralise.ts";
import { shortened, shownSections } from "./section.ts";

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "<",
        "</",
        ">",
        "answer",
        "ANSWER",
        " ",
        "<|im_end|>",
        "[/INST]",
        "</think>",
        "\u200b",
        "\u202e",
        "\u{e0041}",
        "\u0000",
        "\ud800",
        "x",
      ),
      fc.string({ maxLength: 3 }),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(""));

describe("shownSections", () => {
  it("shows texts as they are and anything else as JSON", () => {
    expect(
      shownSections(
        [
          { tag: "input", value: "a < b & <b>c</b>" },
          { tag: "answer", value: { n: 1 } },
        ],
        100,
      ),
    ).toEqual({
      text: '<input>\na < b & <b>c</b>\n</input>\n\n<answer>\n{\n  "n": 1\n}\n</answer>',
      cut: {},
    });
    expect(shownSections([{ tag: "answer", value: undefined }], 100).text).toBe("<answer>\n\n</answer>");
  });

  it("lets no text open or close a section, whatever it holds", () => {
    fc.assert(
      fc.property(hostile, hostile, (input, answer) => {
        const { text } = shownSections(
          [
            { tag: "input", value: input },
            { tag: "answer", value: answer },
          ],
          10_000,
        );
        for (const mark of ["<input>", "</input>", "<answer>", "</answer>"]) expect(text.split(mark)).toHaveLength(2);
        expect(text.match(/<\s*\/?\s*(?:answer|input)(?![\w-])/giu)).toHaveLength(4);
        expect(text).not.toMatch(/<\||\[\/?INST\]|<\/?think>|\u200b|\u202e/i);
        expect(text).not.toContain("\u0000");
        expect(text.isWellFormed()).toBe(true);
      }),
      { numRuns: 300, seed: 4 },
    );
  });

  it("neutralises what is neutral already no further", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const once = neutralised(text, ["answer"]);
        expect(neutralised(once, ["answer"])).toBe(once);
      }),
      { numRuns: 300, seed: 5 },
    );
  });
});

describe("shortened", () => {
  it("keeps three quarters of the beginning and one of the end, and says how much is gone", () => {
    expect(shortened("abcdefghijklmnop", 16)).toEqual({ text: "abcdefghijklmnop", leftOut: 0 });
    expect(shortened("abcdefghijklmnop", 8)).toEqual({ text: "abcdef\n[… 8 characters left out here …]\nop", leftOut: 8 });
  });

  it("leaves no half characters", () => {
    for (let most = 4; most < 12; most++) expect(shortened("😀".repeat(20), most).text.isWellFormed()).toBe(true);
  });
});

describe("boundedLines", () => {
  const options = { mostEntries: 4, maxCharacters: 1_000, mostOfAText: 100 };
  const rendered = (entries: readonly string[], bounds = options) =>
    boundedLines("log", { entries, render: (text, shorten) => ({ text: shorten(text) }) }, bounds);

  it("is one line of JSON an entry", () => {
    expect(rendered(['a"\n', "b"])).toEqual({ tag: "log", value: '{"text":"a\\"\\n"}\n{"text":"b"}' });
    expect(rendered([])).toEqual({ tag: "log", value: "" });
  });

  it("leaves out the middle of many entries and the end of long texts, and counts both", () => {
    expect(rendered(["a", "b", "c", "d", "e", "f"])).toEqual({
      tag: "log",
      value: '{"text":"a"}\n{"text":"b"}\n… 2 left out here …\n{"text":"e"}\n{"text":"f"}',
      leftOut: { entries: 2, characters: 0 },
    });
    expect(rendered(["x".repeat(150)]).value).toContain(`"${"x".repeat(100)} … 50 characters left out"`);
  });

  it("shortens texts until the whole fits", () => {
    const { leftOut, value } = rendered(
      Array.from({ length: 4 }, () => "x".repeat(5_000)),
      { ...options, mostOfAText: 2_000 },
    );
    expect(String(value).length).toBeLessThanOrEqual(1_000);
    expect(String(value)).toMatch(/x{125} … 4875/);
    expect(leftOut?.entries).toBe(0);
  });
});
