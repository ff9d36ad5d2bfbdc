/** A process that opens the report of a stored run and the comparison of two, and says on stdout how long each took and its peak memory, as JSON. Argument: the store's file. */
import { compare, label, type RunOutline, readOutline } from "@pawl/eval";
import { comparisonReportHtml, readItemTexts, runReportHtml } from "@pawl/eval/report";
import { sqliteStore } from "@pawl/store";

const [path = ""] = process.argv.slice(2);
await using store = sqliteStore({ path });
const { hash, direction, scale } = label();
const metrics = { label: { hash, direction, scale } };

async function outlineOf(id: string): Promise<RunOutline<"label">> {
  const record = await store.runs.get(id);
  if (record === null) throw new Error(`No run ${id}.`);
  return readOutline(store, record, { metrics });
}

const began = performance.now();
const run = await outlineOf("run-a");
const page = runReportHtml(run, { texts: await readItemTexts(store, run) });
const reported = performance.now();
const reportRss = process.resourceUsage().maxRSS * 1_024;

const candidate = await outlineOf("run-b");
const champion = await outlineOf("run-a");
const read = performance.now();
const { verdict } = compare(champion, candidate);
const judged = performance.now();
const compared = comparisonReportHtml(champion, candidate, { verdict, texts: await readItemTexts(store, candidate, { champion }) });
const ended = performance.now();

process.stdout.write(
  `${JSON.stringify({
    cases: run.items.length,
    verdict: verdict.kind,
    report: { seconds: (reported - began) / 1_000, bytes: Buffer.byteLength(page), peakBytes: reportRss },
    comparison: {
      seconds: (ended - reported) / 1_000,
      readSeconds: (read - reported) / 1_000,
      verdictSeconds: (judged - read) / 1_000,
      bytes: Buffer.byteLength(compared),
      peakBytes: process.resourceUsage().maxRSS * 1_024,
    },
  })}\n`,
);
