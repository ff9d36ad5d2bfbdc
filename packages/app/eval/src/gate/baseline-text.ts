import { PawlError, sha256 } from "@pawl/core";
import type { Baseline } from "./baseline.ts";
import { criteriaHash } from "./gate-settings.ts";
import { ANSWERED, CLUSTER, impliedAnswers, PEOPLE, parsedBaseline } from "./parsed-baseline.ts";

const FORMAT = /^pawl\.baseline\/(\d+)$/;

/**
 * Returns a baseline as the text of a file for git: JSON with one line an item, so that a difference shows the items that changed. The same
 * baseline gives the same bytes; the last line is the checksum of those before it.
 */
export function baselineText(baseline: Baseline): string {
  const { criteria, format, task, split, variantId, rendererHash, firstTokenP95Ms, items } = baseline;
  const metrics = Object.keys(criteria.scorers);
  const clustered = items.some(({ cluster }) => cluster !== null);
  const answers = items.some(({ answered, scores }) => JSON.stringify(answered) !== JSON.stringify(impliedAnswers(scores)));
  // People's labels come with it: the traces that a calibration knows them by stay in the store.
  const labelled = metrics.filter((metric) => items.some(({ people }) => people?.[metric]?.some((value) => value !== null)));
  const said = labelled.map((metric) => `${PEOPLE}${metric}`);
  const columns = ["id", ...(clustered ? [CLUSTER] : []), ...(answers ? [ANSWERED] : []), ...metrics, ...said];
  const { metrics: settings, scorers, ...rest } = criteria;
  const lines = (entries: readonly string[]): string => (entries.length === 0 ? "" : `\n${entries.join(",\n")}\n`);
  const named = (record: { readonly [name: string]: unknown }): string =>
    lines(Object.entries(record).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`));
  const rows = items.map((item) => [
    item.id,
    ...(clustered ? [item.cluster] : []),
    ...(answers ? [cell(item.answered)] : []),
    ...metrics.map((metric) => cell(item.scores[metric] ?? [null])),
    ...labelled.map((metric) => cell(item.people?.[metric] ?? [null])),
  ]);
  const body = `{
"format": ${JSON.stringify(format)},
"task": ${JSON.stringify({ name: task.name, hash: task.hash })},
"split": ${JSON.stringify({ name: split.name, hash: split.hash })},
"variant": ${JSON.stringify(variantId)},
"renderer": ${JSON.stringify(rendererHash)},
"criteria": ${JSON.stringify(criteriaHash(criteria))},
"settings": ${JSON.stringify(rest)},
"metrics": {${named(settings)}},
"scorers": {${named(scorers)}},
"firstTokenP95Ms": ${JSON.stringify(firstTokenP95Ms)},
"columns": ${JSON.stringify(columns)},
"items": [${lines(rows.map((row) => JSON.stringify(row)))}],
`;
  return `${body}"sha256": ${JSON.stringify(sha256(body))}\n}\n`;
}

/**
 * Returns the baseline of a file's text. @throws PawlError `data.baseline-conflict` (merge markers), `data.baseline-newer`, `data.baseline-edited`
 * (the checksum does not fit, or it is no baseline). `where` is what the message calls the file.
 */
export function parseBaseline(text: string, options: { readonly where?: string | undefined } = {}): Baseline {
  const { where = "The baseline" } = options;
  const unix = text.replaceAll("\r\n", "\n").replace(/^\uFEFF/, "");
  const marker = unix.split("\n").findIndex((line) => /^(<{7}|={7}|>{7}|\|{7})( |$)/.test(line));
  if (marker >= 0) {
    throw new PawlError(
      "data.baseline-conflict",
      `${where} holds a merge conflict, at line ${marker + 1}. Two branches blessed: take either side whole and bless again on the merged code.\nNothing was run.`,
      { facts: { line: marker + 1 } },
    );
  }
  const value = parsed(unix);
  const format = FORMAT.exec(String(value?.["format"]));
  if (format !== null && Number(format[1]) > 1) {
    throw new PawlError(
      "data.baseline-newer",
      `${where} is of the format ${format[0]}, which a later version wrote. Upgrade pawl, or bless again with this one.\nNothing was run.`,
      { facts: { format: format[0] } },
    );
  }
  const edited = (what: string): PawlError =>
    new PawlError(
      "data.baseline-edited",
      `${where} ${what}. A baseline is written by "pawl bless" alone: take the file back from git, or bless again.\nNothing was run.`,
      { facts: { what } },
    );
  if (value === null || format === null) throw edited("is not a baseline: it is no JSON, or says no format");
  const at = unix.lastIndexOf('"sha256": ');
  if (at < 0 || unix.slice(at) !== `"sha256": ${JSON.stringify(sha256(unix.slice(0, at)))}\n}\n`)
    throw edited("was edited by hand: its checksum does not fit");
  const baseline = parsedBaseline(value);
  if (baseline === null || criteriaHash(baseline.criteria) !== value["criteria"]) throw edited("lacks something that a baseline has");
  return baseline;
}

/** One repeat is its value, several are a list. */
function cell(values: readonly (number | null)[]): unknown {
  return values.length === 1 ? (values[0] ?? null) : values;
}

function parsed(text: string): { readonly [key: string]: unknown } | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : null;
  } catch {
    return null;
  }
}
