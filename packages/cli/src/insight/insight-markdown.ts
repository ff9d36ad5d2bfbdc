import type { Estimate } from "@pawl/core";
import { formatInterval, formatQuantity, markdownTable, markdownText } from "@pawl/eval/report";
import { looksSentence, told } from "./insight-text.ts";
import type { RunInsight } from "./run-insight.ts";
import { LEAST_IN_SLICE, type RunSlices } from "./run-slices.ts";

const ROWS = 20;
const GROUPS = 5;

/** Returns what a run says beyond its scores as GitHub-flavoured Markdown, to be put after its report. */
export function insightMarkdown(insight: RunInsight): string {
  const { failures, looks, metric, notes, slices } = insight;
  const blocks = [
    ...slices.flatMap((each) => sliceBlocks(each, metric ?? "")),
    ...(failures === null
      ? []
      : [
          `### ${failures.what.startsWith("worse") ? "What got worse together" : "What failed together"}`,
          markdownText([...failures.notes, ...(failures.all === 0 ? [] : [failures.sentence])].join(" ")),
          ...(failures.clusters.length === 0 ? [] : [failures.clusters.slice(0, GROUPS).map(groupLine).join("\n")]),
        ]),
    ...notes.map(markdownText),
    `Looks at the sealed split: ${markdownText(looksSentence(looks))}`,
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** Returns the same as properties of JUnit suites. */
export function insightProperties({ failures, looks, slices }: RunInsight): readonly (readonly [name: string, value: string])[] {
  return [
    ...slices.map((each) => [`slices by ${each.name}`, told(each).join(" ")] as const),
    ...(failures === null
      ? []
      : [["failures", [failures.notes[0], ...(failures.all === 0 ? [] : [failures.sentence])].join(" ")] as const]),
    ["looks at the sealed split", looksSentence(looks)],
  ];
}

function groupLine({ count, examples, label, share }: NonNullable<RunInsight["failures"]>["clusters"][number]): string {
  const said = `${count} of ${share.n}, ${formatQuantity(share.value, "share")} (${formatInterval(share.interval, "share")})`;
  return `- **${markdownText(label)}**: ${said}${examples.length === 0 ? "" : `; such as ${examples.map(markdownText).join(", ")}`}`;
}

function sliceBlocks(each: RunSlices, metric: string): readonly string[] {
  const { effects, estimates, name, scale } = each;
  const quantity = scale === "real" ? "number" : effects === null ? "share" : "difference";
  const cells = (estimate: Estimate | null | undefined, none: string): readonly string[] =>
    estimate ? [formatQuantity(estimate.value, quantity), formatInterval(estimate.interval, quantity)] : [none, ""];
  const shrinks = effects === null && estimates.slices.some(({ shrunk }) => shrunk !== null);
  const rows =
    effects === null
      ? estimates.slices.map(({ estimate, n, shrunk, slice }) => [
          markdownText(slice),
          ...cells(estimate, "too few"),
          String(n),
          ...(shrinks ? [cells(shrunk, "–")[0] ?? ""] : []),
        ])
      : effects.slices.map(({ effect, n, slice }) => [markdownText(slice), ...cells(effect, "too few"), String(n)]);
  const head = [
    markdownText(name),
    effects === null ? markdownText(metric) : `effect in ${markdownText(metric)}`,
    "interval",
    "n",
    ...(shrinks ? ["beside the others"] : []),
  ];
  const more = rows.length - ROWS;
  return [
    `### Slices by ${markdownText(name)}`,
    markdownText(told(each).join(" ")),
    markdownTable(head, rows.slice(0, ROWS)),
    `<sub>A slice takes at least ${LEAST_IN_SLICE} scores for an interval.${more > 0 ? ` ${more} more slices are not listed.` : ""}</sub>`,
  ];
}
