import type { Profile } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { gateDefaults, gateProblems } from "./gate-defaults.ts";

const SILENT: Profile = { stakes: "complementary", trigger: "reactive", adaptation: "static", audience: "internal" };
const label = { name: "label", scale: "binary" } as const;
const speed = { name: "speed", scale: "real" } as const;
const faithful = { name: "faithfulness", scale: "share" } as const;

describe("gateDefaults", () => {
  it("gives a task that says nothing 90 %, its headline as gate, and the latency guardrail for free", () => {
    expect(gateDefaults(SILENT, { scorers: [label, speed] })).toEqual({
      level: 0.9,
      missingLimit: 0.05,
      abstainBelow: null,
      guardrailsProven: false,
      metrics: {
        label: { severity: "gate", margin: 0.05 },
        speed: { severity: "tracked", margin: 0.05 },
        "first-token-p95": { severity: "guardrail", margin: 0.5 },
      },
    });
    expect(gateProblems(SILENT, { scorers: [label, speed] })).toEqual([]);
  });

  it("takes the level from the audience and proof of guardrails from the stakes", () => {
    const settings = gateDefaults({ ...SILENT, audience: "customer", stakes: "critical" }, { scorers: [label] });
    expect(settings).toMatchObject({ level: 0.95, guardrailsProven: true });
    expect(gateDefaults({ ...SILENT, audience: "customer" }, { scorers: [label], options: { level: 0.8 } }).level).toBe(0.8);
  });

  it("makes precision the headline of a proactive task and leaves its latency alone", () => {
    const { metrics } = gateDefaults({ ...SILENT, trigger: "proactive" }, { scorers: [label], options: { abstainBelow: 0.7 } });
    expect(metrics).toEqual({ precision: { severity: "gate", margin: 0.05 }, label: { severity: "tracked", margin: 0.05 } });
  });

  it("guards a customer's hallucination where documents are retrieved", () => {
    const profile: Profile = { ...SILENT, audience: "customer" };
    expect(gateDefaults(profile, { scorers: [label, faithful], retrieval: true }).metrics["faithfulness"]?.severity).toBe("guardrail");
    expect(gateDefaults(profile, { scorers: [label, faithful] }).metrics["faithfulness"]?.severity).toBe("tracked");
  });

  it("lets the options name the gates, and keeps the rest tracked", () => {
    const options = { metrics: { speed: { severity: "gate", margin: 2 } } } as const;
    const { metrics } = gateDefaults(SILENT, { scorers: [label, speed], options });
    expect(metrics).toMatchObject({ label: { severity: "tracked" }, speed: { severity: "gate", margin: 2 } });
  });
});

describe("gateProblems", () => {
  it("reports all mandatory pieces that are missing at once", () => {
    const profile: Profile = { stakes: "critical", trigger: "proactive", adaptation: "static", audience: "customer" };
    const problems = gateProblems(profile, {
      scorers: [faithful],
      retrieval: true,
      options: { metrics: { faithfulness: { severity: "tracked" } } },
    });
    expect(problems).toHaveLength(4);
    for (const part of ["first scorer must be binary", "gate.fallback", "gate.abstainBelow", "scorer of hallucination"])
      expect(problems.join("\n")).toContain(part);
  });

  it("finds a margin that no variant could fall short of", () => {
    const options = { metrics: { label: { margin: 1 }, precision: { margin: 5 }, speed: { margin: 5 }, "first-token-p95": { margin: 2 } } };
    expect(gateProblems(SILENT, { scorers: [label, speed], options })).toEqual([
      expect.stringContaining('gate.metrics["label"].margin'),
      expect.stringContaining('gate.metrics["precision"].margin'),
    ]);
  });

  it("finds names that are no metric, a real scale without a margin, and a gate that asks nothing", () => {
    const options = { metrics: { lable: { severity: "gate" }, label: { severity: "tracked" }, speed: { severity: "guardrail" } } } as const;
    const problems = gateProblems(SILENT, { scorers: [label, speed], options });
    expect(problems).toEqual([expect.stringContaining('"lable"'), expect.stringContaining('gate.metrics["speed"].margin')]);
    const none = { metrics: { label: { severity: "guardrail" }, "first-token-p95": { severity: "tracked" } } } as const;
    expect(gateProblems(SILENT, { scorers: [label], options: none })).toEqual([
      expect.stringContaining("severity gate"),
      expect.stringContaining("first-token-p95"),
    ]);
  });
});
