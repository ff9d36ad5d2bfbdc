import { fakeClock } from "@pawl/core/testing";
import { expect, it } from "vitest";
import { progressBar } from "./progress-bar.ts";
import { recordingOutput } from "./recording-output.fixture.ts";

const at = (done: number): { label: string; done: number; total: number; unit: string } => ({
  label: "triage",
  done,
  total: 100,
  unit: "cases",
});

it("says a plain line now and then without a terminal, and the last one always", () => {
  const clock = fakeClock();
  const output = recordingOutput();
  const show = progressBar(output, clock);
  for (let done = 0; done <= 100; done++) {
    show(at(done));
    clock.advance(500);
  }
  expect(output.notes).toHaveLength(4);
  expect(output.notes.at(-1)).toContain("100/100 cases");
});

it("redraws on a terminal, takes the bar away at the end and leaves one line", () => {
  const clock = fakeClock();
  const drawn: string[] = [];
  const output = { ...recordingOutput({ columns: 40 }), live: true, redraw: (lines: string) => void drawn.push(lines) };
  const show = progressBar(output, clock);
  for (const done of [0, 50, 100]) {
    clock.advance(1000);
    show(at(done));
  }
  expect(drawn).toHaveLength(3);
  expect(drawn.at(-1)).toBe("");
  for (const line of drawn) expect(line.length).toBeLessThanOrEqual(40);
  expect(output.notes).toHaveLength(1);
});
