import { displayWidth, fitText } from "@pawl/eval/report";
import type { VariantRow } from "@pawl/ladder";
import { costText, durationText, scoreText } from "./score-text.ts";

const RUNG_NAMES: { readonly [kind: string]: string } = { demonstrations: "fixed", "retrieved-demonstrations": "retrieved" };
const HEAD: readonly string[] = ["variant", "n", "score (95 %)", "p50", "a case", "rung", "model"];
/** Variant, n and score are always there. */
const LEAST_CELLS = 3;
const NARROWEST = 8;
const GAP = "  ";

/** Returns the variants as lines of at most `columns`: the head and one line each; narrow terminals lose columns from the right, then a part of the names. */
export function variantTable(rows: readonly VariantRow[], columns: number): readonly string[] {
  const cells = [HEAD, ...rows.map(cellsOf)];
  const widths = HEAD.map((_, i) => Math.max(...cells.map((row) => displayWidth(row[i] ?? ""))));
  const widthOf = (count: number): number => widths.slice(0, count).reduce((sum, width) => sum + width + GAP.length, -GAP.length);
  let shown = HEAD.length;
  while (shown > LEAST_CELLS && widthOf(shown) > columns) shown--;
  const name = Math.max(NARROWEST, Math.min(widths[0] ?? 0, columns - (widthOf(shown) - (widths[0] ?? 0))));
  return cells.map((row) => {
    const line = row.slice(0, shown).map((cell, i) => fitText(cell, i === 0 ? name : (widths[i] ?? 0), i === 1 ? "right" : "left"));
    return fitText(line.join(GAP), columns).trimEnd();
  });
}

/** Returns a variant as one line of text. */
export function variantLine(row: VariantRow): string {
  const [name, n, score, p50, cost, rung] = cellsOf(row);
  return `${name} (${rung}): n = ${n}, score ${score}, p50 ${p50}, ${cost} a case`;
}

function cellsOf({ name, n, score, p50Ms, cost, rung, model }: VariantRow): readonly string[] {
  return [name, String(n), scoreText(score), durationText(p50Ms), costText(cost), RUNG_NAMES[rung] ?? rung, model];
}
