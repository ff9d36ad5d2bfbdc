import { type Clock, type Progress, systemClock } from "@pawl/core";
import { progressLine } from "@pawl/eval/report";
import type { Output } from "./output.ts";

const REDRAW_EVERY_MS = 100;
const SAY_EVERY_MS = 15_000;

/** Returns what draws progress: a bar with rate and time left on a terminal, a plain line now and then elsewhere. */
export function progressBar(output: Output, clock: Clock = systemClock): (progress: Progress) => void {
  let label: string | null = null;
  let startedAt = 0;
  let drawnAt = 0;
  let doneAtStart = 0;
  return (progress) => {
    const now = clock.now();
    if (progress.label !== label) {
      label = progress.label;
      startedAt = now;
      doneAtStart = progress.done;
      drawnAt = output.live ? 0 : now;
    }
    const finished = progress.total !== null && progress.done >= progress.total;
    const every = output.live ? REDRAW_EVERY_MS : SAY_EVERY_MS;
    if (now - drawnAt < every && !finished) return;
    drawnAt = now;
    const line = progressLine({ ...progress, elapsedMs: now - startedAt, doneAtStart, columns: output.columns });
    if (output.live && !finished) return output.redraw(line);
    output.redraw("");
    output.note(line);
  };
}
