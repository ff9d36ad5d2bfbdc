import type { Spend } from "@pawl/core";
import { progressLine } from "@pawl/eval/report";
import type { ClimbEvent, VariantRow } from "@pawl/ladder";
import type { Output } from "../output.ts";
import { costText, durationText, scoreText } from "./score-text.ts";

const REDRAW_EVERY_MS = 100;
const PHASES: { readonly [phase: string]: string } = {
  probe: "Trying a few cases, to know what a case costs",
  noise: "Measuring the noise",
  baselines: "Baselines without a model",
  race: "Race",
  confirmation: "Confirming on the sealed test split",
  done: "Done",
};

/**
 * Returns what follows a climb while it runs: on a terminal a table that redraws itself, one row a variant, with a bar of what of the
 * budget is spent; elsewhere the same facts as plain lines, one at each phase and decision.
 */
export function liveView(output: Output): (event: ClimbEvent) => void {
  const rows = new Map<string, VariantRow>();
  let drawnAt = 0;
  let phase = "";
  return (event) => {
    if (event.type === "decision") {
      output.note(`  ${output.style("dim", event.decision.why)}`);
      return;
    }
    if (event.type === "phase") {
      const label =
        event.rung !== null && event.phase === "race"
          ? `${PHASES[event.phase]} on the rung "${event.rung}"`
          : (PHASES[event.phase] ?? event.phase);
      if (label !== phase) output.note(output.style("bold", label));
      phase = label;
      return;
    }
    rows.set(`${event.row.id} ${event.split}`, event.row);
    const now = performance.now();
    if (!output.live || now - drawnAt < REDRAW_EVERY_MS) return;
    drawnAt = now;
    output.redraw([...tableLines([...rows.values()], output.columns), bar(event.spent, event.budget, output.columns)].join("\n"));
  };
}

/** Returns the table of variants as lines of at most `columns` characters; narrow terminals lose columns from the right. */
export function tableLines(rows: readonly VariantRow[], columns: number): readonly string[] {
  const cells = [
    ["variant", "n", "score (95 %)", "p50", "a case", "rung", "model"],
    ...rows.map(({ name, n, score, p50Ms, cost, rung, model }) => [
      name,
      String(n),
      scoreText(score),
      durationText(p50Ms),
      costText(cost),
      rung,
      model,
    ]),
  ];
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0))) ?? [];
  return cells.map((row) => {
    let line = "";
    for (const [column, cell] of row.entries()) {
      const next = `${line}${column === 0 ? "" : "  "}${cell.padEnd(widths[column] ?? 0)}`;
      if (next.trimEnd().length > columns && column > 1) break;
      line = next;
    }
    return line.trimEnd().slice(0, columns);
  });
}

/** The field of the budget that is spent most is the one that will end the climb. */
function bar(spent: Spend, budget: Spend, columns: number): string {
  const shares = (["ms", "microDollars", "calls", "tokens"] as const).flatMap((field) => {
    const cap = budget[field];
    return cap === undefined || cap === 0 ? [] : [{ field, done: spent[field] ?? 0, total: cap }];
  });
  const nearest = shares.sort((a, b) => b.done / b.total - a.done / a.total)[0];
  if (nearest === undefined) return "";
  return progressLine({
    label: "budget",
    done: nearest.done,
    total: nearest.total,
    unit: nearest.field,
    elapsedMs: spent.ms ?? 0,
    columns,
  });
}
