/** A process that opens the report of a stored run, or the comparison of two, and says on stdout how long it took and its peak memory, as JSON. Arguments: the store's file, report or comparison. */
import { compare, label, type RunOutline, readOutline } from "@pawl/eval";
import { comparisonReportHtml, readItemTexts, runReportHtml } from "@pawl/eval/report";
import { sqliteStore } from "@pawl/store";

const [path = "", what = "report"] = process.argv.slice(2);
await using store = sqliteStore({ path });
const { hash, direction, scale } = label();
const metrics = { label: { hash, direction, scale } };

async function outlineOf(id: string): Promise<RunOutline<"label">> {
  const record = await store.runs.get(id);
  if (record === null) throw new Error(`No run ${id}.`);
  return readOutline(store, record, { metrics });
}

const began = performance.now();
const seconds = (): number => (performance.now() - began) / 1_000;
const peak = (): number => process.resourceUsage().maxRSS * 1_024;

async function report(): Promise<object> {
  const run = await outlineOf("run-a");
  const page = runReportHtml(run, { texts: await readItemTexts(store, run) });
  return { cases: run.items.length, seconds: seconds(), bytes: Buffer.byteLength(page), peakBytes: peak() };
}

async function comparison(): Promise<object> {
  const champion = await outlineOf("run-a");
  const candidate = await outlineOf("run-b");
  const readSeconds = seconds();
  const { verdict } = compare(champion, candidate);
  const verdictSeconds = seconds() - readSeconds;
  const page = comparisonReportHtml(champion, candidate, { verdict, texts: await readItemTexts(store, candidate, { champion }) });
  const figures = { readSeconds, verdictSeconds, verdict: verdict.kind };
  return { cases: candidate.items.length, seconds: seconds(), bytes: Buffer.byteLength(page), peakBytes: peak(), ...figures };
}

process.stdout.write(`${JSON.stringify(await (what === "report" ? report() : comparison()))}\n`);
