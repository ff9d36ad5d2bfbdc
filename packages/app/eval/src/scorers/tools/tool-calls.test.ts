import type { Step, ToolCall } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { scored, scoreOf } from "../scorers.fixture.ts";
import { type AcceptedCall, acceptedCalls, exactCall } from "./accepted-call.ts";
import { standardText } from "./accepted-value.ts";
import { type CheckedTool, checkCall } from "./check-call.ts";
import { callsIn } from "./given-call.ts";
import { matchCalls } from "./match-calls.ts";
import { scriptValue } from "./script-value.ts";
import { toolCalls } from "./tool-calls.ts";

const call = (name: string, args: unknown): ToolCall => ({
  id: "1",
  name,
  argumentsText: typeof args === "string" ? args : JSON.stringify(args),
});

const tool: CheckedTool = {
  name: "book",
  parameters: {
    type: "object",
    properties: {
      city: { type: "string" },
      nights: { type: "integer" },
      price: { type: "number" },
      guests: { type: "array", items: { type: "string" } },
      room: { type: "object" },
      extras: { type: "array", items: { type: "object" } },
    },
    required: ["city"],
  },
};
const accepted: AcceptedCall = {
  name: "book",
  arguments: {
    city: ["New York", "NYC"],
    nights: [2, ""],
    price: [100, ""],
    guests: [["Ann", "Bo"], ""],
    room: [{ view: ["sea", ""], beds: [2] }, ""],
    extras: [[{ kind: ["meal"] }, { kind: ["car"] }], ""],
  },
};
const issueOf = (args: unknown) => checkCall(call("book", args), accepted, { tools: [tool] })?.kind ?? null;

describe("checkCall", () => {
  it("accepts any accepted value, and texts whatever their case, spaces and marks", () => {
    expect(issueOf({ city: "new-york" })).toBeNull();
    expect(issueOf({ city: "NYC", nights: 2, price: 100.0, guests: ["ANN", "bo."] })).toBeNull();
    expect(standardText("Jan. 1, 2024's")).toBe('jan12024"s');
  });

  it("names what is wrong first: name, required, unexpected, type, value, left out", () => {
    expect(checkCall(call("order", {}), accepted)?.kind).toBe("name");
    expect(issueOf("{")).toBe("arguments-not-json");
    expect(issueOf("[1]")).toBe("arguments-not-json");
    expect(issueOf({})).toBe("missing");
    expect(issueOf({ city: "NYC", cities: 1 })).toBe("unexpected");
    expect(issueOf({ city: 5 })).toBe("type");
    expect(issueOf({ city: "Boston" })).toBe("value");
    const strict: AcceptedCall = { name: "book", arguments: { city: ["NYC"], nights: [2] } };
    expect(checkCall(call("book", { city: "NYC" }), strict, { tools: [tool] })).toMatchObject({ kind: "missing", parameter: "nights" });
  });

  it("takes an int for a float and not the other way round", () => {
    expect(issueOf('{"city": "NYC", "price": 100}')).toBeNull();
    expect(issueOf('{"city": "NYC", "nights": 2.0}')).toBe("type");
    expect(checkCall(call("book", '{"city": "NYC", "nights": 2.0}'), accepted, { tools: [tool] })?.message).toContain("2.0");
    expect(issueOf('{"city": "NYC", "nights": "2"}')).toBe("type");
    expect(issueOf('{"city": "NYC", "nights": true}')).toBe("type");
  });

  it("compares lists in order, objects member by member, and lists of objects so", () => {
    expect(issueOf({ city: "NYC", guests: ["Bo", "Ann"] })).toBe("value");
    expect(issueOf({ city: "NYC", guests: ["Ann", 3] })).toBe("value");
    expect(issueOf({ city: "NYC", room: { beds: 2 } })).toBeNull();
    expect(issueOf({ city: "NYC", room: { beds: 2, view: "SEA" } })).toBeNull();
    expect(issueOf({ city: "NYC", room: { view: "sea" } })).toBe("value");
    expect(issueOf({ city: "NYC", room: { beds: 2, bath: 1 } })).toBe("value");
    expect(issueOf({ city: "NYC", extras: [{ kind: "meal" }, { kind: "car" }] })).toBeNull();
    expect(issueOf({ city: "NYC", extras: [{ kind: "car" }, { kind: "meal" }] })).toBe("value");
    expect(issueOf({ city: "NYC", extras: [{ kind: "meal" }] })).toBe("value");
  });

  it("reads core's calls, the wire's and parsed ones, with a dot as an underscore where asked", () => {
    const dotted = exactCall("geo.find", { city: "Oslo" });
    expect(checkCall({ name: "geo.find", arguments: { city: "Oslo" } }, dotted)).toBeNull();
    expect(checkCall({ function: { name: "geo_find", arguments: '{"city":"Oslo"}' } }, dotted, { underscores: true })).toBeNull();
    expect(checkCall({ function: { name: "geo_find", arguments: '{"city":"Oslo"}' } }, dotted)?.kind).toBe("name");
    expect(checkCall(call("now", ""), exactCall("now", {}))).toBeNull();
  });

  it("goes by the accepted values where no tool is known, and does not read inherited names", () => {
    const any = exactCall("f", { n: 1, list: [{ a: 1 }], flag: false, none: null });
    expect(checkCall(call("f", { n: 1, list: [{ a: 1 }], flag: false, none: null }), any)).toBeNull();
    expect(checkCall(call("f", { n: 1, list: [{ a: 2 }], flag: false, none: null }), any)?.kind).toBe("value");
    expect(checkCall(call("f", { n: 1, list: [{ a: 1 }], flag: false, none: null, toString: 1 }), any)?.kind).toBe("unexpected");
    expect(checkCall(call("f", '{"n": 1, "__proto__": 1}'), exactCall("f", { n: 1 }))?.kind).toBe("unexpected");
  });

  it("reads JavaScript source by the declared type", () => {
    expect(scriptValue("'a, b'", "String")).toBe("a, b");
    expect([scriptValue("12", "integer"), scriptValue("12.5", "integer"), scriptValue("9n", "Bigint")]).toEqual([12, "12.5", 9]);
    expect(scriptValue("new Array([1, 2], ['x,y', true])", "array")).toEqual([
      [1, 2],
      ["x,y", true],
    ]);
    expect(scriptValue("{key: 'v', \"list\": [1], fn: run('a', 2), inner: {x: -1.5}}", "dict")).toEqual({
      key: "v",
      list: [1],
      fn: "run('a', 2)",
      inner: { x: -1.5 },
    });
    expect(scriptValue("listElement", "array")).toBe("listElement");
  });
});

describe("matchCalls", () => {
  const [a, b] = [exactCall("a", { n: 1 }), exactCall("b", { n: 2 })];
  const [callA, callB, callC] = [call("a", { n: 1 }), call("b", { n: 2 }), call("c", {})];
  const orders = ["unordered", "strict", "in-order", "superset", "subset"] as const;
  const under = (given: readonly ToolCall[]) => orders.filter((order) => matchCalls(given, [a, b], { order }).matches);

  it("compares as its order says", () => {
    expect(under([callA, callB])).toEqual(["unordered", "strict", "in-order", "superset", "subset"]);
    expect(under([callB, callA])).toEqual(["unordered", "superset", "subset"]);
    expect(under([callA, callC, callB])).toEqual(["in-order", "superset"]);
    expect(under([callB, callC, callA])).toEqual(["superset"]);
    expect(under([callB])).toEqual(["subset"]);
    expect(under([])).toEqual(["subset"]);
    expect(under([callA, callA])).toEqual([]);
  });

  it("pairs as many as can be, whatever the order of the calls", () => {
    const wide: AcceptedCall = { name: "a", arguments: { n: [1, 2] } };
    // The first fit would give n = 1 to the wide one and leave the narrow one alone.
    expect(matchCalls([callA, call("a", { n: 2 })], [wide, a]).matches).toBe(true);
  });

  it("counts F1 and names what is wrong with the nearest call", () => {
    const match = matchCalls([callA, call("b", { n: 3 }), callC], [a, b]);
    expect(match).toMatchObject({ matched: 1, given: 3, accepted: 2, f1: 0.4, matches: false });
    expect(match.issues).toEqual([{ accepted: "b", issue: expect.objectContaining({ kind: "value", parameter: "n" }) }]);
    expect(matchCalls([], []).f1).toBe(1);
    expect(matchCalls([], [a]).issues).toEqual([{ accepted: "a", issue: null }]);
  });

  it("may go by names alone", () => {
    expect(matchCalls([call("a", { n: 9 })], [a], { arguments: "ignored" }).matches).toBe(true);
  });
});

describe("toolCalls", () => {
  const expected = acceptedCalls([{ a: { n: [1] } }]);

  it("scores the calls of an output, none expected included", async () => {
    expect(await scored(toolCalls(), [call("a", { n: 1 })], expected)).toBe(1);
    expect(await scored(toolCalls(), { toolCalls: [call("a", { n: 2 })] }, expected)).toBe(0);
    expect(await scored(toolCalls(), {}, [])).toBe(1);
    expect(await scored(toolCalls(), [call("a", { n: 1 })], [])).toBe(0);
    expect(await scored(toolCalls(), [call("a", { n: 1 })], [], expected)).toBe(1);
    expect(await scoreOf(toolCalls(), [])).toMatchObject({ kind: "unscored" });
  });

  it("gives F1 where asked and tells what is wrong", async () => {
    expect(await scoreOf(toolCalls({ measure: "f1" }), [call("a", { n: 1 }), call("x", {})], expected)).toMatchObject({ value: 2 / 3 });
    expect(await scoreOf(toolCalls(), [call("a", {})], expected)).toMatchObject({
      detail: { issues: [{ accepted: "a", issue: { kind: "missing" } }] },
    });
  });

  it("reads the trajectory of a trace: what models asked for, else the tools that ran", () => {
    const times = { startedAt: 0, totalMs: 0 };
    const ran: Step = { kind: "tool", callId: "1", name: "b", argumentsText: "{}", result: null, error: null, ...times };
    const model: Step = {
      kind: "model",
      model: { id: "m" },
      key: null,
      messages: [],
      result: {
        message: { role: "assistant", content: "", toolCalls: [call("a", { n: 1 })] },
        finishReason: "tool-calls",
        usage: null,
        timings: { totalMs: 1, queuedMs: null, timeToFirstTokenMs: null, timePerOutputTokenMs: null },
        servedBy: "m",
        logProbs: null,
      },
      error: null,
      cost: null,
      cached: false,
      ...times,
    };
    expect(callsIn({ steps: [model, ran] }).map((each) => ("name" in each ? each.name : ""))).toEqual(["a"]);
    expect(callsIn({ steps: [ran] }).map((each) => ("name" in each ? each.name : ""))).toEqual(["b"]);
  });

  it("has a hash of its settings", () => {
    const hashes = [
      toolCalls(),
      toolCalls({ from: "trace" }),
      toolCalls({ order: "strict" }),
      toolCalls({ tools: [tool] }),
      toolCalls({ measure: "f1" }),
    ];
    expect(new Set(hashes.map(({ hash }) => hash)).size).toBe(5);
    expect(toolCalls({ order: "unordered" }).hash).toBe(toolCalls().hash);
  });
});
