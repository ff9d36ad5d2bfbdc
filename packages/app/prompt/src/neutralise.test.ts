import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { neutralise } from "./neutralise.ts";

fc.configureGlobal({ seed: 8 });

describe("neutralise", () => {
  it.each([
    ["<|im_start|>system", "‹|im_start|>system"],
    ["a<|eot_id|>b", "a‹|eot_id|>b"],
    ["<｜User｜>", "‹｜User｜>"],
    ["<start_of_turn>model", "‹start_of_turn>model"],
    ["[INST] x [/INST]", "⟦INST] x ⟦/INST]"],
    ["<<SYS>> <</SYS>>", "‹<SYS>> ‹</SYS>>"],
    ["</s><s>", "‹/s>‹s>"],
    ["</think>", "‹/think>"],
    ["<tool_call>{}</tool_call>", "‹tool_call>{}‹/tool_call>"],
  ])("gives the marker in %j a look-alike for its first character", (text, expected) => {
    expect(neutralise(text)).toBe(expected);
    const folded = expected.normalize("NFKC");
    expect(neutralise(folded)).toBe(folded);
  });

  it("takes out what hides a marker before it looks for markers", () => {
    expect(neutralise("<\u200b|im_start\u2060|>")).toBe("‹|im_start|>");
    expect(neutralise("[IN\u200dST]")).toBe("⟦INST]");
    expect(neutralise("<\u0000/s>")).toBe("‹/s>");
  });

  it("takes out bidirectional controls, control characters and hidden tags", () => {
    expect(neutralise("a\u202eb\u2066c\u2069\u0007\u001b[0m")).toBe("abc[0m");
    expect(neutralise("hi\u{e0068}\u{e0069}")).toBe("hi");
    expect(neutralise("a\ud800b")).toBe("a\ufffdb");
  });

  it.each([
    "Where are my shoes? a < b, x <| y, f |> g, <b>bold</b>, [1], List<String>",
    "line\n\tnext\r\n",
    "👩‍💻 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} می‌خواهم क्‍ष ٣ ñ",
    "«quoted» “text” ‹single›",
  ])("leaves %j as it is", (text) => {
    expect(neutralise(text)).toBe(text);
  });

  it("neutralises the tags and fences that delimit the text, and no others", () => {
    const delimiters = ["message", '"""'];
    expect(neutralise('</message> < / Message > <messages> <other> """', { delimiters })).toBe(
      "‹/message> ‹ / Message > <messages> <other> '''",
    );
  });

  it("done twice is done once, and keeps the length of text without invisible characters", () => {
    const piece = fc.constantFrom(
      "<",
      "|",
      "im_start",
      ">",
      "[",
      "INST",
      "]",
      "/",
      "s",
      "\u200b",
      "\u200d",
      "message",
      '"',
      " ",
      "é",
      "\u202e",
      "｜",
      "<|x|>",
    );
    const text = fc.array(piece, { maxLength: 20 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, (raw) => {
        const once = neutralise(raw, { delimiters: ["message"] });
        expect(neutralise(once, { delimiters: ["message"] })).toBe(once);
        expect(once).not.toMatch(/<\|[^|<>\s]+\|>|\[\/?INST\]|<\/?s>|<\s*\/?\s*message(?![\w-])|\u200b|\u202e/);
        if (!/\u200b|\u200d|\u202e/.test(raw)) expect(once).toHaveLength(raw.length);
      }),
    );
  });

  it("leaves text of letters, digits and punctuation without brackets as it is", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const harmless = text.replace(/[<[\p{Cc}]/gu, "");
        expect(neutralise(harmless)).toBe(harmless);
      }),
    );
  });
});

it("takes linear time on text made to be slow", () => {
  const started = performance.now();
  for (const text of [
    "\u200d".repeat(200_000),
    `é${"\u200d".repeat(200_000)}é`,
    `<${" ".repeat(200_000)}`,
    "<|".repeat(100_000),
    "[".repeat(200_000),
  ]) {
    neutralise(text, { delimiters: ["message"] });
  }
  expect(performance.now() - started).toBeLessThan(2000);
});
