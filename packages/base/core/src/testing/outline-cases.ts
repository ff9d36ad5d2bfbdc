import { deepEqual, equal, rejects } from "node:assert/strict";
import type { CaseOutline } from "../case-outline.ts";
import type { Step } from "../step.ts";
import { sampleScore } from "./record-cases.ts";
import { sampleTrace } from "./sample-trace.ts";
import type { StoreCase } from "./store-case.ts";

const timings = { totalMs: 1, queuedMs: null, timeToFirstTokenMs: null, timePerOutputTokenMs: null };

/** A choice that costs so much; of unknown cost and without usage for null. */
function choice(cost: number | null): Step {
  const usage = cost === null ? null : { inputTokens: 7, cachedInputTokens: 0, outputTokens: 1, reasoningTokens: 0 };
  return {
    kind: "choice",
    candidates: ["a", "b"],
    model: { id: "fake" },
    key: null,
    messages: [],
    result: { index: 0, logProbs: [], usage, timings },
    error: null,
    cost,
    cached: false,
    startedAt: 0,
    totalMs: 1,
  };
}

const tool: Step = { kind: "tool", callId: "c", name: "n", argumentsText: "{}", result: null, error: null, startedAt: 0, totalMs: 1 };

const nothing = { microDollars: 0, inputTokens: 0, outputTokens: 0 };

/** What a Store promises about the outline of a run. */
export const outlineCases: readonly StoreCase[] = [
  {
    name: "outlines the cases of a run in order of writing: example, outcome, times, sums over steps",
    check: async ({ traces, runs }) => {
      await traces.put([
        sampleTrace({
          id: "t2",
          origin: { runId: "r1", example: { id: 'e "1"', repeat: 0, cluster: "c\u00e9" } },
          steps: [choice(3), tool, choice(4)],
        }),
        sampleTrace({ id: "t9", origin: { runId: "r2", example: { id: "e1", repeat: 0 } } }),
        sampleTrace({ id: "t8" }),
        sampleTrace({
          id: "t1",
          origin: { runId: "r1", example: { id: "e2", repeat: 1 } },
          outcome: { kind: "refused", reason: "no" },
          steps: [choice(3), choice(null)],
          startedAt: 5,
          totalMs: 1.25,
        }),
        sampleTrace({ id: "t3", origin: { runId: "r1" }, steps: [] }),
      ]);
      const { items, more } = await runs.outline("r1");
      const at = sampleTrace({ id: "t" });
      const expected: readonly CaseOutline[] = [
        {
          traceId: "t2",
          example: { id: 'e "1"', repeat: 0, cluster: "c\u00e9" },
          outcome: "ok",
          startedAt: at.startedAt,
          totalMs: 12.5,
          totals: { microDollars: 7, inputTokens: 14, outputTokens: 2 },
          scores: [],
        },
        {
          traceId: "t1",
          example: { id: "e2", repeat: 1 },
          outcome: "refused",
          startedAt: 5,
          totalMs: 1.25,
          totals: { microDollars: null, inputTokens: null, outputTokens: null },
          scores: [],
        },
        { traceId: "t3", example: null, outcome: "ok", startedAt: at.startedAt, totalMs: 12.5, totals: nothing, scores: [] },
      ];
      deepEqual([items, more], [expected, false]);
      deepEqual((await runs.outline("r7")).items, []);
    },
  },
  {
    name: "outlines every score of a case in order of writing, without a judge's steps",
    check: async ({ traces, scores, runs }) => {
      await traces.put([sampleTrace({ id: "t1", origin: { runId: "r1" } }), sampleTrace({ id: "t2", origin: { runId: "r2" } })]);
      const judged = { kind: "score", value: 0.25, reason: 'said "no"\n', detail: { given: ["a"], expected: null } } as const;
      await scores.put([
        sampleScore({ scorer: "tone", result: { ...judged, steps: [choice(9)] } }),
        sampleScore({ scorerHash: "9".repeat(64), result: { kind: "unscored", reason: "away", steps: [] } }),
        sampleScore({ traceId: "t2" }),
      ]);
      await scores.put([sampleScore()]);
      deepEqual(
        (await runs.outline("r1")).items.flatMap((item) => item.scores),
        [
          { scorer: "tone", scorerHash: "1".repeat(64), result: judged },
          { scorer: "exact", scorerHash: "9".repeat(64), result: { kind: "unscored", reason: "away" } },
          { scorer: "exact", scorerHash: "1".repeat(64), result: { kind: "score", value: 1 } },
        ],
      );
      deepEqual((await scores.list({ traceId: "t1", scorer: "tone" })).items[0]?.result, { ...judged, steps: [choice(9)] });
    },
  },
  {
    name: "pages an outline either way, each case once, and refuses a wrong cursor",
    check: async ({ traces, runs }) => {
      for (const id of ["t3", "t1", "t2"]) await traces.put([sampleTrace({ id, origin: { runId: "r1" } }), sampleTrace({ id: `x${id}` })]);
      const ids = async (order: "oldest" | "newest"): Promise<string> => {
        const first = await runs.outline("r1", { limit: 2, order });
        equal(first.more, true);
        const second = await runs.outline("r1", { limit: 2, order, cursor: first.next });
        equal(second.more, false);
        return [...first.items, ...second.items].map(({ traceId }) => traceId).join(" ");
      };
      equal(await ids("oldest"), "t3 t1 t2");
      equal(await ids("newest"), "t2 t1 t3");
      await rejects(runs.outline("r1", { cursor: "t1" }), RangeError);
      await rejects(runs.outline("r1", { limit: 0 }), RangeError);
    },
  },
];
