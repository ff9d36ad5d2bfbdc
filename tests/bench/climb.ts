/**
 * The flagship's climb as a user starts it, warm: seconds, peak memory, score by rung. Then, where PAWL_DATA is set, the same rungs on the published
 * test rows of SNIPS (300) and BANKING77 (480). `--only flagship|snips|banking77` measures one.
 */
import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import {
  type Dataset,
  defineVariant,
  type Example,
  memoryStore,
  type Scorer,
  seededRandom,
  shuffled,
  type Task,
  type Variant,
} from "@pawl/core";
import { evaluateEach, fieldF1, label } from "@pawl/eval";
import { type LocalModel, localModel } from "@pawl/local";
import { createRunner } from "@pawl/prompt";
import { bm25Retriever } from "@pawl/retrieval";
import { banking77, loadBanking77 } from "@pawl/support-desk/banking77";
import { BANKING_INSTRUCTIONS, SNIPS_INSTRUCTIONS } from "@pawl/support-desk/instructions";
import { loadSnips, snips } from "@pawl/support-desk/snips";
import { printResult } from "./_machine.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const only = process.argv.includes("--only") ? process.argv[process.argv.indexOf("--only") + 1] : undefined;
const metrics: { [metric: string]: number | null } = {};

async function flagship(): Promise<void> {
  const written = join(ROOT, "apps", "support-desk", "pawl");
  // A climb begins where the last one ended: its score of the start would be that champion's.
  if (existsSync(written))
    throw new Error(`${written} holds what an earlier climb found. Move it away: this one is to begin from nothing.`);
  const startedAt = performance.now();
  const app = join(ROOT, "apps", "support-desk", "src", "start.ts");
  const child = spawn(process.execPath, ["--conditions=pawl-source", app, "--json", "--seed", String(Date.now() % 1e6)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let json = "";
  child.stdout.on("data", (chunk) => (json += chunk));
  const watch = setInterval(() => (metrics["peakMemoryBytes"] = Math.max(metrics["peakMemoryBytes"] ?? 0, peakOf(child.pid))), 250);
  const code = await new Promise<number | null>((done) => child.once("close", done));
  clearInterval(watch);
  if (code !== 0) throw new Error(`The flagship ended with ${code}.`);
  metrics["seconds"] = (performance.now() - startedAt) / 1000;
  const result: {
    variants: readonly { rung: string; score: { value: number } | null }[];
    confirmation: { candidateScore: { value: number; n: number } | null } | null;
  } = JSON.parse(json);
  for (const { rung, score } of result.variants)
    if (score !== null) metrics[`accuracy.${rung}`] = Math.max(metrics[`accuracy.${rung}`] ?? 0, score.value);
  rmSync(written, { recursive: true });
  metrics["accuracy.confirmed"] = result.confirmation?.candidateScore?.value ?? null;
}

function peakOf(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

interface PublicClimb<I, O> {
  readonly name: string;
  readonly task: Task<string, I, O>;
  readonly dataset: Dataset<I, O>;
  readonly scorer: Scorer<I, O, O>;
  readonly base: Pick<Variant, "instructions" | "decoding" | "sampling">;
  readonly text: (input: I) => string;
  /** Demonstrations and test rows of each rung. */
  readonly counts: { readonly fixed: number; readonly retrieved: number };
  readonly rows: { readonly plain: number; readonly retrieved: number };
  readonly metric: (rung: string) => string;
}

async function publicClimb<I, O>(climb: PublicClimb<I, O>, model: LocalModel): Promise<void> {
  const { base, counts, dataset, metric, rows, task, text } = climb;
  const train: Example<I, O>[] = [];
  for await (const example of dataset.read("train")) train.push(example);
  const retriever = bm25Retriever({
    name: "bm25",
    documents: train.map(({ id, input }) => ({ id, text: text(input) })),
    b: 0.4,
    analyzer: { stopWords: "none" },
  });
  const hash = dataset.splits.train.hash;
  const variants: readonly (readonly [rung: string, n: number, variant: Variant])[] = [
    ["instructions", rows.plain, defineVariant({ ...base, task: task.name, model: model.ref })],
    [
      "demonstrations",
      rows.plain,
      defineVariant({
        ...base,
        task: task.name,
        model: model.ref,
        demonstrations: {
          kind: "fixed",
          dataset: hash,
          ids: shuffled(train, seededRandom(1))
            .slice(0, counts.fixed)
            .map(({ id }) => id),
        },
      }),
    ],
    [
      "retrieved",
      rows.retrieved,
      defineVariant({
        ...base,
        task: task.name,
        model: model.ref,
        demonstrations: {
          kind: "retrieved",
          dataset: hash,
          retriever: { name: retriever.name, hash: retriever.hash, count: counts.retrieved, query: "{{text}}" },
        },
      }),
    ],
  ];
  for (const [rung, n, variant] of variants) {
    const run = createRunner({ task, variant, models: [model], retrievers: [retriever], datasets: [dataset] });
    const startedAt = performance.now();
    let [seen, sum] = [0, 0];
    for await (const { scores } of evaluateEach({
      dataset,
      run,
      scorers: [climb.scorer],
      split: { unseal: "benchmark on published test rows" },
      store: memoryStore(),
      seed: 1,
      concurrency: 1,
    })) {
      const score = Object.values(scores)[0];
      sum += score?.kind === "score" ? score.value : 0;
      if (++seen >= n) break;
    }
    metrics[metric(rung)] = sum / seen;
    metrics[`${climb.name}.n.${rung}`] = seen;
    metrics[`${climb.name}.secondsPerCase.${rung}`] = (performance.now() - startedAt) / 1000 / seen;
    process.stderr.write(`${climb.name} ${rung}: ${(sum / seen).toFixed(3)} (n = ${seen})\n`);
  }
}

if (only === undefined || only === "flagship") await flagship();
const folder = process.env["PAWL_DATA"];
if (folder === undefined) process.stderr.write("PAWL_DATA is not set: the public climbs are left out.\n");
else {
  await using model = localModel("smollm2-135m-instruct");
  const sampling = { temperature: 0, maxTokens: 96 };
  if (only === undefined || only === "snips") {
    await publicClimb(
      {
        name: "snips",
        task: snips,
        dataset: await loadSnips(folder),
        scorer: fieldF1({ ignore: ["intent"] }),
        base: { instructions: SNIPS_INSTRUCTIONS.plain, decoding: "schema", sampling },
        text: ({ text }) => text,
        counts: { fixed: 7, retrieved: 12 },
        rows: { plain: 60, retrieved: 300 },
        metric: (rung) => `snips.f1.${rung}`,
      },
      model,
    );
  }
  if (only === undefined || only === "banking77") {
    await publicClimb(
      {
        name: "banking77",
        task: banking77,
        dataset: await loadBanking77(folder),
        scorer: label(),
        base: { instructions: BANKING_INSTRUCTIONS.plain, decoding: "choose", sampling },
        text: ({ text }) => text,
        counts: { fixed: 12, retrieved: 6 },
        rows: { plain: 120, retrieved: 480 },
        metric: (rung) => `banking77.accuracy.${rung}`,
      },
      model,
    );
  }
}
printResult("climb", metrics);
