import type { Trace } from "../trace.ts";

/** Returns a whole trace with one model step, other than in the given fields. Its id is only unique if the given one is. */
export function sampleTrace(fields: Partial<Trace> & { readonly id: string }): Trace {
  return {
    format: "pawl.trace/1",
    task: { name: "triage", hash: "5".repeat(64) },
    variantId: "a".repeat(64),
    rendererHash: "b".repeat(64),
    origin: {},
    input: { message: "Where is my parcel? – it's late" },
    outcome: { kind: "ok", output: { intent: "track" }, confidence: 0.75 },
    used: { demonstrations: ["d1"], context: [] },
    steps: [
      {
        kind: "model",
        startedAt: 1_700_000_000_000,
        totalMs: 12.5,
        model: { id: "fake" },
        key: "c".repeat(64),
        messages: [
          { role: "system", content: "Say what the message is about." },
          { role: "user", content: "Where is my parcel? – it's late" },
        ],
        result: {
          message: { role: "assistant", content: '{"intent":"track"}' },
          finishReason: "stop",
          usage: { inputTokens: 20, cachedInputTokens: 0, outputTokens: 5, reasoningTokens: 0 },
          timings: { totalMs: 12.5, queuedMs: null, timeToFirstTokenMs: null, timePerOutputTokenMs: null },
          servedBy: "fake",
          logProbs: null,
        },
        error: null,
        cost: 3,
        cached: false,
      },
    ],
    startedAt: 1_700_000_000_000,
    totalMs: 12.5,
    ...fields,
  };
}
