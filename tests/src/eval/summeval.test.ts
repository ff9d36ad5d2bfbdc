import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineTask, type Estimate, type Scorer, seededRandom, shuffled } from "@pawl/core";
import { examples } from "@pawl/data";
import { type Evaluation, evaluate, metricFacts, summarise } from "@pawl/eval";
import { calibrateJudge, type JudgeCheck, withCalibration } from "@pawl/eval/calibration";
import { rouge } from "@pawl/eval/text";
import type { ScriptedServer } from "@pawl/inference/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { publicData } from "../data/public-data.ts";
import { judgeServer, scriptedJudges, shelf } from "./scripted-judge.ts";
import { type SummaryAspect, summaries } from "./summeval.ts";

const required = process.env["PAWL_REQUIRE_SERVICES"] === "1";
// Debian's own Python: a version manager's has no SciPy.
const PYTHON = "/usr/bin/python3";
const withoutPython = !required && spawnSync(PYTHON, ["-c", "import scipy, statsmodels, sklearn"], { stdio: "ignore" }).status !== 0;

type Input = { readonly id: string; readonly article: string };
const task = defineTask({ name: "summary", input: z.object({ id: z.string(), article: z.string() }), output: z.string() });

describe.skipIf(publicData === null)("SummEval, 1,600 summaries with human scores", () => {
  const folder = mkdtempSync(join(tmpdir(), "pawl-summeval-"));
  const all = publicData === null ? [] : summaries(publicData);
  const byId = new Map(all.map((summary) => [summary.id, summary]));
  /** Every fourth: what is read from the article's beginning is asked of these only. */
  const some = new Set(all.filter((_, i) => i % 4 === 0).map(({ id }) => id));
  type Names = "consistency" | "relevance" | "rouge-1" | "rouge-2" | "rouge-l";
  let evaluation: Evaluation<Input, string, Names>;
  let server: ScriptedServer;
  let made: ReturnType<typeof scriptedJudges>;

  const run = async (scorers: ReturnType<typeof scriptedJudges>): Promise<Evaluation<Input, string, Names>> => {
    const dataset = await examples(
      task,
      all.map(({ id, reference, source }) => ({ id, input: { id, article: source }, expected: reference, split: "dev" as const })),
    );
    const relevance: Scorer<unknown, string, unknown, "relevance"> = {
      ...scorers.relevance,
      score: (request, options) =>
        some.has(request.example.id) ? scorers.relevance.score(request, options) : { kind: "unscored", reason: "not asked" },
    };
    const code = [rouge(1), rouge(2), rouge("L")] as const;
    return evaluate({
      dataset,
      run: ({ id }: Input) => byId.get(id)?.text ?? "",
      version: "summeval",
      scorers: [scorers.consistency, relevance, ...code],
      concurrency: 16,
    });
  };
  const checked = (
    name: Names,
    judge: Scorer<unknown, string, never>,
    options: { readonly aspect: SummaryAspect; readonly ids?: ReadonlySet<string>; readonly clustered?: boolean },
  ): Promise<JudgeCheck> => {
    const { aspect, clustered = false, ids } = options;
    const cases = evaluation.items.filter(({ trace }) => ids === undefined || ids.has(trace.origin.example?.id ?? ""));
    return calibrateJudge({
      judge: judge as Scorer<unknown, string, unknown>,
      items: cases.map(({ scores, trace }) => {
        const id = trace.origin.example?.id ?? "";
        const { outcome } = trace;
        const output = outcome.kind === "ok" ? outcome.output : "";
        return {
          example: { id, input: trace.input },
          output,
          trace,
          score: scores[name],
          ...(clustered ? { cluster: byId.get(id)?.source ?? "" } : {}),
        };
      }),
      labels: cases.map(({ trace }) => {
        const id = trace.origin.example?.id ?? "";
        return { id, rater: "mean of three experts", value: byId.get(id)?.human[aspect] ?? Number.NaN };
      }),
      range: [1, 5],
      repeats: 1,
      ...(name === "consistency" ? { passFrom: 4.5 } : { levels: name === "relevance" ? [0, 0.25, 0.5, 0.75, 1] : undefined }),
    });
  };

  beforeAll(async () => {
    server = await judgeServer();
    made = scriptedJudges(server.url, shelf(folder, "record"), byId);
    evaluation = await run(made);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("a judge behind an OpenAI-compatible endpoint is replayed from cassettes, score by score", async () => {
    expect(server.requests).toHaveLength(1_600 + 400);
    const { url } = server;
    await server[Symbol.asyncDispose]();
    const replayed = await run(scriptedJudges(url, shelf(folder, "replay"), byId));
    const values = ({ items }: typeof evaluation): unknown[] =>
      items.map(({ scores, trace }) => [trace.origin.example?.id, scores.consistency, scores.relevance].map(plain));
    expect(values(replayed)).toEqual(values(evaluation));
    expect(replayed.items.every(({ scores }) => scores.consistency.kind === "score")).toBe(true);
  });

  it.skipIf(withoutPython)("agreement tables equal those of scikit-learn, SciPy and statsmodels", async () => {
    const readings = (name: "consistency" | "relevance") =>
      Object.fromEntries(
        evaluation.items.flatMap(({ scores, trace }) =>
          scores[name].kind === "score" ? [[trace.origin.example?.id, scores[name].value]] : [],
        ),
      );
    const path = join(folder, "readings.json");
    writeFileSync(path, JSON.stringify({ consistency: readings("consistency"), relevance: readings("relevance") }));
    const script = join(import.meta.dirname, "../../../tooling/reference/summeval.py");
    const { status, stderr, stdout } = spawnSync(PYTHON, [script, publicData ?? "", path], { encoding: "utf8" });
    expect(stderr.trim()).toBe("");
    expect(status).toBe(0);
    const theirs: { readonly [table: string]: { readonly [measure: string]: number | readonly number[] } } = JSON.parse(stdout);
    const ours: { readonly [table: string]: JudgeCheck } = {
      consistency: await checked("consistency", made.consistency, { aspect: "consistency" }),
      relevance: await checked("relevance", made.relevance, { aspect: "relevance", ids: some }),
      "rouge-1": await checked("rouge-1", rouge(1), { aspect: "relevance" }),
      "rouge-2": await checked("rouge-2", rouge(2), { aspect: "relevance" }),
      "rouge-l": await checked("rouge-l", rouge("L"), { aspect: "relevance" }),
    };
    expect(Object.keys(theirs).sort()).toEqual(Object.keys(ours).sort());
    let compared = 0;
    for (const [table, measures] of Object.entries(theirs)) {
      for (const [measure, wanted] of Object.entries(measures)) {
        const found = measured(ours[table], measure, Array.isArray(wanted));
        const list = Array.isArray(wanted) ? wanted : [wanted];
        for (const [i, value] of list.entries()) {
          expect(Math.abs((found[i] ?? Number.NaN) - value), `${table} ${measure}[${i}]: ${found[i]}, not ${value}`).toBeLessThanOrEqual(
            1e-9,
          );
          compared++;
        }
      }
    }
    // 4 counts, 7 estimates and 3 values; 25 counts, 3 estimates and 5 values; three times an estimate and 2 values.
    expect(compared).toBe(4 + 21 + 3 + (25 + 9 + 5) + 3 * 5);
  });

  it("sixteen summaries of an article are no sixteen articles: clustered intervals are wider about the same values", async () => {
    const items = await checked("consistency", made.consistency, { aspect: "consistency" });
    const articles = await checked("consistency", made.consistency, { aspect: "consistency", clustered: true });
    const width = (estimate: Estimate | null): number => (estimate === null ? 0 : estimate.interval[1] - estimate.interval[0]);
    for (const measure of ["sensitivity", "agreement", "kappa"] as const) {
      expect(articles.agreement[measure]?.value).toBeCloseTo(items.agreement[measure]?.value ?? Number.NaN, 12);
      expect(width(articles.agreement[measure])).toBeGreaterThan(width(items.agreement[measure]));
    }
  });

  it("200 labelled summaries correct the judge's share of all to what experts say of them", async () => {
    const labelled = new Set(
      shuffled(all, seededRandom("labelled"))
        .slice(0, 200)
        .map(({ id }) => id),
    );
    const check = await checked("consistency", made.consistency, { aspect: "consistency", ids: labelled });
    const calibrated = metricFacts(withCalibration(made.consistency, check));
    const [metric] = summarise({ ...evaluation, metrics: { ...evaluation.metrics, consistency: calibrated } }).metrics;
    const truth = all.filter(({ human }) => human.consistency >= 4.5).length / all.length;
    const holds = ([low, high]: readonly [number, number]): boolean => low <= truth && truth <= high;
    if (metric?.corrected?.kind !== "corrected" || metric.estimate === null) throw new Error("it can be corrected");
    expect(metric.corrected).toMatchObject({ n: 1_600, labels: 200 });
    expect(holds(metric.corrected.interval)).toBe(true);
    expect(holds(metric.estimate.interval)).toBe(false);
  });
});

/** A score without its calls, whose times differ. */
function plain(score: unknown): unknown {
  const { steps: _, ...rest } = Object(score);
  return typeof score === "object" ? rest : score;
}

function measured(check: JudgeCheck | undefined, measure: string, interval: boolean): readonly number[] {
  if (measure === "counts") return check?.agreement.confusion?.counts.flat() ?? [];
  const name = measure.replace(" by scikit-learn", "") as "kappa";
  const estimate = check?.agreement[name] ?? null;
  if (estimate === null) return [];
  return interval ? [estimate.value, ...estimate.interval] : [estimate.value];
}
