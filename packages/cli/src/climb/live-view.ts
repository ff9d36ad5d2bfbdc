import { type Clock, type Ms, systemClock } from "@pawl/core";
import type { ClimbEvent, ClimbPhase, VariantRow } from "@pawl/ladder";
import type { Output } from "../output.ts";
import { budgetBar } from "./budget-bar.ts";
import { variantLine, variantTable } from "./variant-table.ts";

const REDRAW_EVERY_MS: Ms = 100;
const SAY_EVERY_MS: Ms = 15_000;
const PHASES: { readonly [phase in ClimbPhase]: string } = {
  probe: "Trying a few cases, to know what a case costs",
  noise: "Measuring the noise",
  baselines: "Baselines without a model",
  race: "Race",
  confirmation: "Confirming on the sealed test split",
  done: "Done",
};
/** Left for what is written above the table. */
const SPARE_LINES = 4;

/**
 * Returns what follows a climb while it runs: on a terminal a table that redraws itself, one row a variant, with a bar of what of the
 * budget is spent; elsewhere the same facts as plain lines: each phase, each decision, a variant when it is decided on, and the budget now and then.
 */
export function liveView(output: Output, clock: Clock = systemClock): (event: ClimbEvent) => void {
  const rows = new Map<string, VariantRow>();
  const began = clock.now();
  let drawnAt = output.live ? Number.NEGATIVE_INFINITY : began;
  let phase = "";
  return (event) => {
    if (event.type === "phase") {
      const label = event.rung === null ? PHASES[event.phase] : `${PHASES[event.phase]} on the rung "${event.rung}"`;
      if (label !== phase && event.phase !== "done") output.note(output.style("bold", label));
      phase = label;
      if (event.phase === "done") output.redraw("");
      return;
    }
    if (event.type === "decision") {
      const { decision } = event;
      const compared = decision.kind === "compared" || decision.kind === "confirmed" ? rows.get(decision.candidate) : undefined;
      if (!output.live && compared !== undefined) output.note(`  ${variantLine(compared)}`);
      if (decision.kind !== "proposed" || decision.proposals.length > 0) output.note(`  ${output.style("dim", decision.why)}`);
      return;
    }
    const { row, split, spent, budget } = event;
    rows.set(row.id, split === "test" ? { ...row, name: `${row.name}, sealed` } : row);
    const now = clock.now();
    if (now - drawnAt < (output.live ? REDRAW_EVERY_MS : SAY_EVERY_MS)) return;
    drawnAt = now;
    const { columns } = output;
    const bar = budgetBar({ spent, budget, elapsedMs: now - began, columns });
    if (output.live) output.redraw([...lastRows([...rows.values()], output), bar].join("\n"));
    else output.note(`  ${variantLine(row)}; ${bar}`);
  };
}

function lastRows(rows: readonly VariantRow[], { columns, rows: height }: Output): readonly string[] {
  return variantTable(rows.slice(-Math.max(1, height - SPARE_LINES)), columns);
}
