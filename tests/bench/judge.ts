/**
 * `pnpm bench judge`: a small local model as a judge of summaries (SummEval; PAWL_DATA says where), one of each of 100 articles: is every statement
 * supported by the article? Against three experts' mean of consistency, "right" from 4.5 of 5 on. What it measures is the judge, not its speed.
 * Arguments: summaries, model, folder of the run (given, it is gone on with).
 */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineTask, type Estimate } from "@pawl/core";
import { examples } from "@pawl/data";
import { evaluate, metricFacts } from "@pawl/eval";
import { calibrateJudge, judgeCheckFile, judgeCheckHtml, judgeCheckText, withCalibration } from "@pawl/eval/calibration";
import { criterionJudge, yesNo } from "@pawl/eval/judge";
import { runReportText } from "@pawl/eval/report";
import { localModel, locateModel } from "@pawl/local";
import { sqliteStore } from "@pawl/store";
import { z } from "zod";
import { onePerSource, summaries } from "../src/eval/summeval.ts";
import { printResult } from "./_machine.ts";

const data = process.env["PAWL_DATA"];
if (data === undefined) {
  process.stderr.write("PAWL_DATA is not set. It names the folder that holds summeval/.\n");
  process.exit(64);
}
const COUNT = Number(process.argv[2] ?? 100);
const NAME = process.argv[3] ?? "qwen2.5-coder-0.5b-instruct";
const folder = process.argv[4] ?? mkdtempSync(join(tmpdir(), "pawl-judge-"));
if (locateModel(NAME).path === null) {
  process.stderr.write(`The model ${NAME} is not here. Pull it: pawl models pull ${NAME}\n`);
  process.exit(69);
}

const chosen = onePerSource(summaries(data), COUNT);
const byId = new Map(chosen.map((summary) => [summary.id, summary]));
const task = defineTask({ name: "summary", input: z.object({ id: z.string(), article: z.string() }), output: z.string() });
const dataset = await examples(
  task,
  chosen.map(({ id, source }) => ({ id, input: { id, article: source }, split: "dev" as const })),
);
const judge = criterionJudge<string, "consistency">({
  model: localModel(NAME),
  name: "consistency",
  criterion: yesNo("Is every statement of the summary supported by the article?", {
    yes: "each statement of the summary is said in the article or follows from it",
    no: "some statement of the summary is not in the article, or the article says otherwise",
  }),
  sections: ({ example, output }) => [
    { tag: "context", value: byId.get(example.id)?.source ?? "" },
    { tag: "answer", value: output },
  ],
  sampling: { temperature: 0, maxTokens: 160 },
});
await using store = await sqliteStore({ path: join(folder, "store.sqlite") });
const evaluation = await evaluate({
  dataset,
  run: ({ id }: { readonly id: string; readonly article: string }) => byId.get(id)?.text ?? "",
  version: "summeval",
  scorers: [judge],
  store,
  concurrency: 1,
  onProgress: ({ done, total }) => process.stderr.write(`${done} of ${total} judged\n`),
});
process.stderr.write(`${evaluation.items.length} judged, kept in ${folder}\n`);

const check = await calibrateJudge({
  judge,
  items: evaluation.items.flatMap(({ scores, trace }) => {
    const summary = byId.get(trace.origin.example?.id ?? "");
    if (summary === undefined || trace.outcome.kind !== "ok") return [];
    // What was scored is not asked for again.
    return [{ example: { id: summary.id, input: trace.input }, output: trace.outcome.output, trace, score: scores.consistency }];
  }),
  labels: chosen.map(({ human, id }) => ({ id, rater: "mean of three experts", value: human.consistency })),
  range: [1, 5],
  passFrom: 4.5,
  repeats: 1,
});
const calibrated = { ...evaluation, metrics: { consistency: metricFacts(withCalibration(judge, check)) } };
writeFileSync(join(folder, "judge-check.json"), judgeCheckFile(check));
writeFileSync(join(folder, "judge-check.html"), judgeCheckHtml(check));
process.stdout.write(`${judgeCheckText(check, { columns: 100 })}\n${runReportText(calibrated, { columns: 100 })}\n`);
const value = (estimate: Estimate | null): number | null => (estimate === null ? null : Number(estimate.value.toFixed(4)));
const { agreement, verdict } = check;
printResult("judge", {
  model: NAME,
  items: agreement.n,
  unscored: agreement.unscored,
  verdict: verdict.kind,
  kappa: value(agreement.kappa),
  "kappa.low": verdict.estimate === null ? null : Number(verdict.estimate.interval[0].toFixed(4)),
  "kappa.high": verdict.estimate === null ? null : Number(verdict.estimate.interval[1].toFixed(4)),
  ac1: value(agreement.ac1),
  sensitivity: value(agreement.sensitivity),
  specificity: value(agreement.specificity),
  agreement: value(agreement.agreement),
  prevalence: value(agreement.prevalence),
  judgedShare: value(agreement.judgedShare),
});
