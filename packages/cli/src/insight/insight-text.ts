import { terminalText } from "@pawl/eval/report";
import { wrapText } from "../wrap-text.ts";
import type { RunInsight } from "./run-insight.ts";
import type { RunSlices } from "./run-slices.ts";

const GROUPS = 3;
const SHOWN = 3;

/** Returns what a run says beyond its scores in a few lines for a terminal, none wider than it but for long words. */
export function insightText({ failures, looks, notes, slices }: RunInsight, { columns }: { readonly columns: number }): string {
  const lines = [
    ...slices.flatMap((each) => {
      const [first = "", ...rest] = told(each);
      return [first, ...rest.map(indented)];
    }),
    ...(failures === null
      ? []
      : [
          `Failures: ${failures.notes[0] ?? ""}${failures.all === 0 ? "" : ` ${failures.sentence}`}`,
          ...(failures.failures < failures.all ? failures.notes.slice(1, 2).map(indented) : []),
          ...failures.clusters
            .slice(0, GROUPS)
            .map(({ count, examples, label }) => indented(`${count} × ${label}: ${examples.join(", ")}`)),
          ...(failures.clusters.length > GROUPS ? [indented(`… and ${failures.clusters.length - GROUPS} more groups in the report`)] : []),
        ]),
    ...notes,
    `Looks: ${looksSentence(looks)}`,
  ];
  return wrapText(lines.map(terminalText).join("\n"), columns);
}

/** Returns how often the sealed split was looked at, in a sentence. */
export function looksSentence(looks: RunInsight["looks"]): string {
  return looks?.sentence ?? "The store has no run of this task on a sealed split.";
}

/** Returns what slices say: of scores all, of effects what there is to beware of. */
export function told({ effects, name, sentences }: RunSlices): readonly string[] {
  if (effects === null) return sentences;
  const clear = effects.slices.filter(({ effect }) => effect !== null && effect.interval[0] * effect.interval[1] > 0);
  const said = clear.map(
    ({ effect, slice }) =>
      `"${slice}" ${effect === null ? "" : `${signed(effect.value)} (${signed(effect.interval[0])} to ${signed(effect.interval[1])}, n = ${effect.n})`}`,
  );
  const looked = effects.slices.filter(({ effect }) => effect !== null).length;
  const more = said.length - SHOWN;
  const first =
    looked === 0
      ? `By ${name} no slice has enough pairs to tell.`
      : clear.length === 0
        ? `By ${name} the effect is shown in none of ${looked} slices by itself.`
        : `By ${name} the effect is shown by itself in ${clear.length} of ${looked} slices: ${said.slice(0, SHOWN).join(", ")}${more > 0 ? ` and ${more} more` : ""}.`;
  return [first, ...sentences.slice(1)];
}

function signed(value: number): string {
  return `${value > 0 ? "+" : ""}${value.toFixed(2)}`.replace("-", "−");
}

function indented(line: string): string {
  return `  ${line}`;
}
