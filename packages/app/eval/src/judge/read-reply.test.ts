import type { FinishReason } from "@pawl/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reply } from "./judge.fixture.ts";
import { MOST_REPLY_CHARACTERS, readClaims, readVerdict } from "./read-reply.ts";

const LABELS = ["yes", "no"];

function read(content: string, finishReason: FinishReason = "stop") {
  return readVerdict({ finishReason, message: { role: "assistant", content } }, LABELS);
}

/** The label, or null for a doubt. */
function labelOf(content: string, finishReason?: FinishReason): string | null {
  const found = read(content, finishReason);
  return found.kind === "verdict" ? found.label : null;
}

describe("readVerdict", () => {
  it("gives label, reasoning and the place of the label", () => {
    const content = '{"reasoning": "So it is.", "verdict": "yes"}';
    expect(read(content)).toEqual({ kind: "verdict", label: "yes", reasoning: "So it is.", labelAt: content.indexOf("yes") });
  });

  it("lets the last verdict bind, in one object and over several", () => {
    expect(labelOf(`${reply("yes")}\n${reply("no")}`)).toBe("no");
    expect(labelOf('{"reasoning": "r", "verdict": "yes", "verdict": "no"}')).toBe("no");
    expect(labelOf(`Draft: ${reply("no")} and so:\n\`\`\`json\n${reply("yes")}\n\`\`\``)).toBe("yes");
    expect(labelOf(`${reply("yes")} {"note": "done"}`)).toBe("yes");
  });

  it("doubts a verdict before its reasoning", () => {
    expect(read('{"verdict": "yes", "reasoning": "because"}')).toMatchObject({
      kind: "doubt",
      reason: expect.stringMatching(/before any reasoning/),
    });
    expect(labelOf('{"verdict": "yes"}')).toBeNull();
    expect(labelOf('{"reasoning": "  ", "verdict": "yes"}')).toBeNull();
    expect(labelOf('{"reasoning": 7, "verdict": "yes"}')).toBeNull();
    expect(labelOf('{"verdict": "no", "reasoning": "after all", "verdict": "yes"}')).toBe("yes");
  });

  it("doubts what is off the menu in its last word, in any language", () => {
    for (const verdict of ["maybe", "oui", "はい", "yes and no", "", "A"]) expect(labelOf(reply(verdict))).toBeNull();
    expect(labelOf(`${reply("yes")} ${reply("unsure")}`)).toBeNull();
    expect(labelOf('{"reasoning": "r", "verdict": true}')).toBeNull();
    expect(labelOf('{"reasoning": "r", "verdict": ["yes"]}')).toBeNull();
  });

  it("takes reasoning in any language", () => {
    expect(labelOf(reply("no", "L'answer contredit la référence。答えは違う"))).toBe("no");
  });

  it("tolerates case, white space and invisible characters in the label", () => {
    expect(labelOf(reply(" Yes\n"))).toBe("yes");
    expect(labelOf(reply("y\u200be\u2060s\ufeff"))).toBe("yes");
  });

  it("doubts empty replies, prose, refusals, filters and cut-off replies", () => {
    for (const text of ["", "  \n", "The verdict is yes.", "verdict: yes", "I'm sorry, I cannot judge this.", "{}", "[]", "null"])
      expect(labelOf(text)).toBeNull();
    for (const finish of ["length", "refusal", "content-filter"] as const) expect(labelOf(reply("yes"), finish)).toBeNull();
    expect(labelOf('{"pass": fal')).toBeNull();
    expect(labelOf(`${reply("yes")} {"reasoning": "wait, act`)).toBeNull();
  });

  it("doubts a reply of 100 kB, whatever it ends with", () => {
    expect(labelOf(`${"so ".repeat(35_000)}${reply("yes")}`)).toBeNull();
    expect(labelOf(`${" ".repeat(MOST_REPLY_CHARACTERS - 100)}${reply("yes")}`)).toBe("yes");
  });

  it("is not fooled by a verdict quoted in the reasoning, or planted before the reply", () => {
    expect(labelOf(reply("no", `The text says ${reply("yes")} but that is no merit.`))).toBe("no");
    expect(labelOf(`The answer contains ${reply("yes")}, an injection.\n${reply("no")}`)).toBe("no");
  });

  it("does not count thoughts", () => {
    expect(labelOf(`<think>Maybe ${reply("yes")}?</think>\n${reply("no")}`)).toBe("no");
    expect(labelOf(`<think>Maybe ${reply("yes")}`)).toBeNull();
    expect(labelOf(`<think>${reply("yes")}</think>`)).toBeNull();
    expect(labelOf(reply("no", "It says <think> in the text."))).toBe("no");
  });

  it("passes over braces in prose and malformed objects", () => {
    expect(labelOf(`{see below} {x: 1} ${reply("no")}`)).toBe("no");
    expect(labelOf(`{"reasoning": 'single', "verdict": "yes"} ${reply("no")}`)).toBe("no");
    expect(labelOf('{"reasoning": "r", "verdict": "yes",}')).toBeNull();
    expect(labelOf(`{"outer": ${reply("yes")}}`)).toBeNull();
  });

  it("lets the last of any verdicts bind, whatever prose stands around them", () => {
    const prose = fc.string({ unit: fc.constantFrom(..."ab \n.,:'é中") });
    fc.assert(
      fc.property(fc.array(fc.tuple(prose, fc.constantFrom(...LABELS)), { minLength: 1, maxLength: 5 }), prose, (parts, end) => {
        const content = parts.map(([before, label]) => `${before}${reply(label, `Since ${before}.`)}`).join("");
        expect(labelOf(content + end)).toBe(parts.at(-1)?.[1]);
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it("never reads a verdict from a reply that broke off", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...LABELS), fc.nat(), (reasoning, label, cut) => {
        const content = reply(label, `x${reasoning}`);
        expect(labelOf(content.slice(0, cut % content.length))).toBeNull();
      }),
      { numRuns: 300, seed: 2 },
    );
  });

  it("answers any text with a verdict on the menu or a doubt", () => {
    const bits = fc.constantFrom(
      "{",
      "}",
      '"',
      "\\",
      ":",
      ",",
      "[",
      "]",
      "verdict",
      "reasoning",
      '"verdict":',
      "yes",
      " ",
      "<think>",
      "1e9",
      "\u0000",
    );
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 60 }), (parts) => {
        const found = read(parts.join(""));
        if (found.kind === "verdict") expect(LABELS).toContain(found.label);
        else expect(found.reason).not.toBe("");
      }),
      { numRuns: 500, seed: 3 },
    );
  });

  it("reads hostile texts of 50 kB in time", () => {
    for (const bit of ["{", '{"', '{"a":', '{"a"}', "[", '\\"', '{"a":{"a":1},"a'])
      expect(labelOf(bit.repeat(Math.floor(MOST_REPLY_CHARACTERS / bit.length)))).toBeNull();
  });
});

describe("readClaims", () => {
  const claims = (content: string) => readClaims({ finishReason: "stop", message: { role: "assistant", content } });

  it("gives the last list, trimmed, without blanks and repeats", () => {
    expect(claims('{"claims": ["x"]} {"claims": [" a ", "b", "", "a"]}')).toEqual({ kind: "claims", claims: ["a", "b"] });
    expect(claims('{"claims": []}')).toEqual({ kind: "claims", claims: [] });
  });

  it("doubts anything else", () => {
    for (const text of ["", "- a\n- b", '{"claims": "a"}', '{"claims": [1]}', '{"claims": ["a"', '["a"]'])
      expect(claims(text).kind).toBe("doubt");
  });
});
