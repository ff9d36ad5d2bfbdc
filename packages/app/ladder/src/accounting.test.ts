import type { Step } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { caseSpend } from "./case-spend.ts";
import { createCostBook } from "./cost-book.ts";
import { createGate } from "./gate.ts";
import { createLedger, timesAffordable } from "./ledger.ts";
import { simulatedVariant, simulatedWorld } from "./simulated-task.fixture.ts";

const record = { id: "v", task: { name: "t", hash: "h" }, name: "v", rung: "r", parents: [], variant: simulatedVariant("v") };

describe("caseSpend", () => {
  it("takes the recorded time of a model's answer, cached or not, and leaves retrieval out", async () => {
    const world = simulatedWorld({ v: { score: () => 1, ms: 700, tokens: 60 } });
    const trace = await world.runner(simulatedVariant("v")).run({ message: "m" });
    const [model] = trace.steps;
    if (model?.kind !== "model") throw new Error("A model step was expected.");
    const retrieval: Step = {
      kind: "retrieval",
      startedAt: 0,
      totalMs: 90,
      purpose: "demonstrations",
      retriever: "r",
      query: "",
      hits: [],
    };
    const cached: Step = { ...model, totalMs: 1, cached: true };
    expect(caseSpend({ ...trace, steps: [retrieval, cached] })).toEqual({ microDollars: 3, tokens: 60, calls: 1, ms: 700 });
  });

  it("counts what a judge called", async () => {
    const world = simulatedWorld({ v: { score: () => 1, ms: 700 } });
    const trace = await world.runner(simulatedVariant("v")).run({ message: "m" });
    const spent = caseSpend(trace, [{ kind: "score", value: 1, steps: trace.steps }]);
    expect(spent).toMatchObject({ calls: 2, ms: 1400 });
  });

  it("takes the whole time of a trace without steps", async () => {
    const world = simulatedWorld({ v: { score: () => 1, ms: 700 } });
    const trace = await world.runner(simulatedVariant("v")).run({ message: "m" });
    expect(caseSpend({ ...trace, steps: [] })).toEqual({ microDollars: 0, tokens: 0, calls: 0, ms: 700 });
  });
});

describe("createLedger", () => {
  it("knows what was spent in fields that it does not cap", async () => {
    const ledger = createLedger("l", { calls: 3 });
    const reserved = await ledger.reserve({ calls: 2 });
    expect(ledger.available()).toEqual({ calls: 1 });
    if (reserved.granted) await reserved.settle({ calls: 1, ms: 40 });
    expect(ledger.spent()).toMatchObject({ calls: 1, ms: 40 });
    expect(ledger.available()).toEqual(await ledger.left());
    expect((await ledger.reserve({ calls: 3 })).granted).toBe(false);
  });

  it("gives a released reservation back", async () => {
    const ledger = createLedger("l", { calls: 3 });
    const reserved = await ledger.reserve({ calls: 3 });
    if (reserved.granted) await reserved.release();
    expect(ledger.available()).toEqual({ calls: 3 });
  });
});

describe("createCostBook", () => {
  it("expects twice the dearest case seen but for the first of all, or what the caller states", () => {
    const book = createCostBook({ worstCase: undefined, size: () => 1 });
    expect(book.worst(record)).toEqual({ calls: 1 });
    book.book(record, { ms: 9_000, tokens: 10, calls: 1 });
    expect(book.mean(record)).toMatchObject({ ms: 9_000 });
    book.book(record, { ms: 100, tokens: 10, calls: 1 });
    book.book(record, { ms: 300, tokens: 20, calls: 1 });
    expect(book.worst(record)).toMatchObject({ ms: 600, tokens: 40, calls: 1 });
    expect(book.mean(record)).toMatchObject({ ms: 200, tokens: 15, calls: 1 });
    expect(createCostBook({ worstCase: () => ({ ms: 5 }), size: () => 1 }).worst(record)).toEqual({ ms: 5 });
  });

  it("scales what it knows to a variant that it has not seen by the size of its prompt", () => {
    const other = { ...record, id: "other" };
    const book = createCostBook({ worstCase: undefined, size: ({ id }) => (id === "other" ? 300 : 100) });
    book.book(record, { ms: 100 });
    expect(book.mean(other).ms).toBe(300);
  });

  it("counts re-asks and tool steps as calls", () => {
    const variant = { ...simulatedVariant("v"), reasks: 1, tools: { allowed: [], maxSteps: 2 } };
    expect(createCostBook({ worstCase: undefined, size: () => 1 }).worst({ ...record, variant })).toEqual({ calls: 6 });
  });
});

describe("createGate", () => {
  it("lets an example pass once its place is open, and none after it is shut", async () => {
    const gate = createGate(["a", "b"]);
    const passed: string[] = [];
    const waiting = gate.pass("b").then(() => passed.push("b"));
    gate.open(0);
    await gate.pass("a");
    expect(passed).toEqual([]);
    gate.open(1);
    await waiting;
    gate.shut();
    await expect(createGateShut()).rejects.toThrow();
  });
});

function createGateShut(): Promise<void> {
  const gate = createGate(["a"]);
  const waiting = gate.pass("a");
  gate.shut();
  return waiting;
}

it("affords as often as the scarcest field allows, without end where none is touched", () => {
  expect(timesAffordable({ calls: 10, ms: 950 }, { calls: 1, ms: 100 })).toBe(9);
  expect(timesAffordable({ calls: 10 }, { ms: 100 })).toBe(Number.POSITIVE_INFINITY);
});
