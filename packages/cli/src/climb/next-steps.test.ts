import type { ClimbResult } from "@pawl/ladder";
import { expect, it } from "vitest";
import { nextSteps } from "./next-steps.ts";

const result = (changed: object): ClimbResult =>
  ({
    task: { name: "triage", hash: "" },
    training: { rows: 300, tokensPerRow: 50 },
    rungs: [{ kind: "instructions", state: "plateau" }],
    candidate: null,
    confirmed: false,
    confirmation: null,
    ...changed,
  }) as unknown as ClimbResult;
const next = (changed: object): string | undefined =>
  nextSteps(result(changed), { name: "npx pawl", budget: { ms: 90_000, calls: 100 } }).at(-1);

it("says what fine-tuning would need", () => {
  expect(nextSteps(result({}), { name: "pawl", budget: {} })[0]).toBe(
    "Fine-tuning would need 300 labelled rows over 3 epochs, 45,000 tokens, about 7 min 30 s at 100 tokens a second.",
  );
});

it("names the command that runs the champion once nothing is open", () => {
  expect(next({})).toBe('Next: npx pawl run triage "…"');
  expect(next({ confirmed: true, candidate: {}, confirmation: { verdict: { kind: "better" } } })).toContain("run triage");
  expect(next({ candidate: {}, confirmation: { verdict: { kind: "worse" } } })).toContain("run triage");
});

it("names twice the budget where a rung or the confirmation is undecided", () => {
  expect(next({ rungs: [{ kind: "instructions", state: "undecidable" }] })).toContain("npx pawl climb triage --budget 3m,200calls");
  expect(next({ candidate: {}, confirmation: null })).toContain("climb triage");
  const again = ["--model", "my models/it's.gguf", "--seed", "7"];
  expect(nextSteps(result({ candidate: {} }), { name: "npm run pawl --", budget: { calls: 5 }, again }).at(-1)).toBe(
    "Twice the budget decides more. Next: npm run pawl -- climb triage --budget 10calls --model 'my models/it'\\''s.gguf' --seed 7",
  );
  expect(next({ candidate: {}, confirmation: { verdict: { kind: "inconclusive" } } })).toContain("climb triage");
});
