import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editSimilarity } from "./edit-similarity.ts";
import { exact } from "./exact.ts";
import { includes } from "./includes.ts";
import { jsonSimilarity } from "./json/json-difference.ts";
import { listMatch } from "./json/list-match.ts";
import { jsonValid } from "./json-valid.ts";
import { label } from "./label.ts";
import { matches } from "./matches.ts";
import { negate } from "./negate.ts";
import { numeric } from "./numeric.ts";
import { numericDifference } from "./numeric-difference.ts";
import { passAt } from "./pass-at.ts";
import { retrieval } from "./retrieval.ts";
import { rubric } from "./rubric.ts";
import { scored, scoreOf } from "./scorers.fixture.ts";
import { toolCalls } from "./tools/tool-calls.ts";
import { latency, timeToFirstToken } from "./trace/latency.ts";
import { cost, tokens } from "./trace/spend.ts";
import { weighted } from "./weighted.ts";

describe("label", () => {
  it("accepts the expected label and the alternatives after NFC and trimming, not another case", async () => {
    expect(await scored(label(), " refund\n", "refund")).toBe(1);
    expect(await scored(label(), "cafe\u0301", "caf\u00e9")).toBe(1);
    expect(await scored(label(), "Refund", "refund")).toBe(0);
    expect(await scored(label(), "lost", "refund", "late", "lost")).toBe(1);
  });

  it("reads a field of a structured output, is called after it and tells both labels", async () => {
    const intent = label({ field: "intent" });
    expect(intent.name).toBe("intent");
    expect(await scoreOf(intent, { intent: "a" }, { intent: "b" })).toEqual({
      kind: "score",
      value: 0,
      detail: { given: "a", expected: "b" },
    });
  });
});

describe("exact", () => {
  it("compares as canonical JSON in NFC", async () => {
    expect(await scored(exact(), { b: [1, { c: "e\u0301" }], a: 1.0 }, { a: 1, b: [1, { c: "\u00e9" }] })).toBe(1);
    expect(await scored(exact(), [1, 2], [2, 1])).toBe(0);
    expect(await scored(exact(), { a: undefined }, {})).toBe(1);
    expect(await scored(exact(), { a: null }, {})).toBe(0);
    expect(await scored(exact(), "A  b", "a b")).toBe(0);
    expect(await scored(exact({ fold: true }), { t: " A  b" }, { t: "a B " })).toBe(1);
  });

  it("gives 1 for any JSON value against itself, whatever the alternatives", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.array(fc.jsonValue()), async (value, others) => {
        expect(await scored<unknown, unknown>(exact(), value, value, ...others)).toBe(1);
      }),
      { numRuns: 100, seed: 3 },
    );
  });
});

describe("includes", () => {
  it("looks for the expected text or an alternative in the output", async () => {
    expect(await scored(includes(), "It left Leeds today.", "Leeds")).toBe(1);
    expect(await scored(includes(), "It left leeds today.", "Leeds")).toBe(0);
    expect(await scored(includes({ fold: true }), "It left  LEEDS\ntoday.", "leeds today")).toBe(1);
    expect(await scored(includes(), "yes", "no", "maybe")).toBe(0);
  });
});

describe("matches", () => {
  it("finds the pattern each time, also with a sticky or global flag", async () => {
    const scorer = matches(/\d{4}/gy);
    expect([await scored(scorer, "no 1234"), await scored(scorer, "no 1234"), await scored(scorer, "no 123")]).toEqual([1, 1, 0]);
    expect(scorer.hash).toBe(matches(/\d{4}/).hash);
    expect(scorer.hash).not.toBe(matches(/\d{4}/i).hash);
  });
});

describe("numeric", () => {
  it("allows the absolute or the relative tolerance, whichever is larger", async () => {
    expect(await scored(numeric(), 2, 2)).toBe(1);
    expect(await scored(numeric({ tolerance: 0.5 }), 2.5, 2)).toBe(1);
    expect(await scored(numeric({ tolerance: 0.5 }), 2.51, 2)).toBe(0);
    expect(await scored(numeric({ relativeTolerance: 0.1 }), 109, 100)).toBe(1);
    expect(await scored(numeric({ relativeTolerance: 0.1 }), 111, 100)).toBe(0);
    expect(() => numeric({ tolerance: -1 })).toThrow(RangeError);
  });

  it("reads the last number of a text", async () => {
    expect(await scored(numeric(), "3 boxes at 4 make 1,234.50.", 1234.5)).toBe(1);
    expect(await scored(numeric(), "#### -12", "-12")).toBe(1);
    expect(await scored(numeric(), "about .5", 0.5)).toBe(1);
    expect(await scored(numeric(), "2e3", 2000)).toBe(1);
    expect(await scored(numeric(), "none", 0)).toBe(0);
  });
});

describe("editSimilarity", () => {
  it("is 1 less the share of graphemes to edit, the best over the answers", async () => {
    // kitten → sitting takes 3 edits, the longer has 7.
    expect(await scored(editSimilarity(), "kitten", "sitting")).toBeCloseTo(4 / 7, 12);
    expect(await scored(editSimilarity(), "", "")).toBe(1);
    expect(await scored(editSimilarity(), "", "abc")).toBe(0);
    expect(await scored(editSimilarity(), "abc", "xyz", "abd")).toBeCloseTo(2 / 3, 12);
  });

  it("counts what a reader sees as one sign as one", async () => {
    // One family of five code points against one letter: 1 of 2 graphemes differs.
    expect(await scored(editSimilarity(), "👨‍👩‍👧a", "ba")).toBe(0.5);
    expect(await scored(editSimilarity(), "cafe\u0301", "caf\u00e9")).toBe(1);
  });
});

describe("jsonValid", () => {
  const schema = { type: "object", properties: { n: { type: "integer", minimum: 1 } }, required: ["n"], additionalProperties: false };

  it("validates values and texts, and says what is wrong", async () => {
    expect(await scored(jsonValid(schema), { n: 1 })).toBe(1);
    expect(await scored(jsonValid(schema), '{"n": 2}')).toBe(1);
    expect(await scored(jsonValid(schema), '{"n": 2')).toBe(0);
    const wrong = await scoreOf(jsonValid(schema), { n: 0, m: 1 });
    expect(wrong).toMatchObject({ value: 0, reason: expect.stringContaining("#") });
    expect(await scored(jsonValid({ type: "string" }, { parse: false }), "plain")).toBe(1);
  });
});

describe("every scorer", () => {
  const all = [label(), exact(), includes(), numeric(), editSimilarity(), jsonValid({}), matches(/x/)];

  it("has a name, a scale, and a hash of its own that stays", () => {
    const again = [label(), exact(), includes(), numeric(), editSimilarity(), jsonValid({}), matches(/x/)];
    expect(again.map(({ hash }) => hash)).toEqual(all.map(({ hash }) => hash));
    expect(new Set(all.map(({ hash }) => hash)).size).toBe(all.length);
    expect(exact({ fold: true }).hash).not.toBe(exact().hash);
    expect(numeric({ tolerance: 1 }).hash).not.toBe(numeric().hash);
    expect(label({ field: "a" }).hash).not.toBe(label().hash);
    expect(jsonValid({ type: "object" }).hash).not.toBe(jsonValid({}).hash);
    expect(all.map(({ hash }) => hash)).toMatchSnapshot();
  });

  it("leaves an example without an answer unscored where it needs one", async () => {
    for (const scorer of [label(), exact(), includes(), numeric(), editSimilarity()]) {
      expect(await scoreOf<never, never>(scorer, "text" as never)).toMatchObject({ kind: "unscored" });
    }
  });
});

describe("scorers of structure, rankings, calls and traces", () => {
  const make = () => [
    numericDifference(),
    jsonSimilarity(),
    listMatch(),
    retrieval({ measure: "ndcg", k: 10 }),
    toolCalls(),
    latency(),
    timeToFirstToken(),
    cost(),
    tokens(),
    negate(exact()),
    passAt(latency(), 1000),
    weighted({ name: "mean", members: [{ scorer: exact() }] }),
    rubric({ items: [{ id: "a", scorer: exact() }] }),
  ];

  it("have a hash of their own that stays", () => {
    const hashes = make().map(({ hash }) => hash);
    expect(make().map(({ hash }) => hash)).toEqual(hashes);
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(Object.fromEntries(make().map(({ hash, name }) => [name, hash.slice(0, 12)]))).toMatchInlineSnapshot(`
      {
        "cost-micro-dollars": "61501006a49f",
        "json-similarity": "7718864cd656",
        "latency-ms": "0a722e66a664",
        "latency-ms-pass": "291073a41ca9",
        "list-match": "212bde6c9d6c",
        "mean": "d3bb7268a4c9",
        "ndcg@10": "7b251db93170",
        "not-exact": "42293087724c",
        "numeric-difference": "062b8831e89d",
        "rubric": "b18202d684d6",
        "time-to-first-token-ms": "9cd56a8bc9ee",
        "tokens": "89723a1c7fce",
        "tool-calls": "5e8f400170ee",
      }
    `);
  });

  it("leave an example without an answer unscored where they need one", async () => {
    for (const scorer of [numericDifference(), jsonSimilarity(), listMatch(), retrieval({ measure: "ndcg" }), toolCalls()]) {
      expect(await scoreOf<never, never>(scorer, "text" as never)).toMatchObject({ kind: "unscored" });
    }
  });
});
