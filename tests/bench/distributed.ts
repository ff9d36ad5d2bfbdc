/**
 * `pnpm bench distributed`: cases a second of one evaluation (its traces and scores kept in SQLite) in this process and on 1 and 2 worker processes over a
 * real Redis of this machine (`appendfsync everysec`), 8 cases at once in each; cases that do nothing, and cases that wait 5 ms. Median of 3, the ways in turn,
 * after a warm-up. `overheadMs`: what a case that does nothing takes longer on one worker than in process. The results are compared: they must be equal.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { distributedRunner, redisQueue } from "@pawl/compute";
import type { Dataset } from "@pawl/core";
import { evaluate, exact } from "@pawl/eval";
import { sqliteStore } from "@pawl/store";
import { startRedis } from "@pawl/tooling/redis";
import { echoRunner, TASK, VARIANT } from "./_distributed-runner.ts";
import { printResult } from "./_machine.ts";

type Input = { readonly text: string };

const CASES = 2_000;
const WARM_UP = 200;
const RUNS = 3;
const CONCURRENCY = 8;
const IN_FLIGHT = 256;

function rows(name: string, count: number): Dataset<Input, string> {
  const split = { hash: `${name}-${count}`, size: count };
  const read = async function* (): AsyncGenerator<{ readonly id: string; readonly input: Input; readonly expected: string }> {
    for (let i = 0; i < count; i++) yield { id: `n${i}`, input: { text: `${name} number ${i}: where is my parcel?` }, expected: "" };
  };
  return { name, task: TASK, splits: { train: split, dev: split, test: split }, read, unseal: read };
}

/** Returns cases a second; `workers` of 0 is in process. */
async function rate(options: {
  readonly ms: number;
  readonly workers: number;
  readonly url: string;
  readonly folder: string;
  readonly run: number;
}): Promise<number> {
  const { ms, workers, url, folder, run } = options;
  const real = echoRunner(ms);
  const name = `${ms}-${workers}-${run}`;
  await using store = sqliteStore({ path: join(folder, `${name}.db`) });
  await using queue = workers === 0 ? null : redisQueue({ url });
  const distributed = queue === null ? null : distributedRunner({ queue, runner: real, variant: VARIANT });
  const once = async (dataset: Dataset<Input, string>): Promise<void> => {
    const { items } = await evaluate({
      dataset,
      run: distributed ?? real,
      scorers: [exact()],
      store: distributed?.releasing(store) ?? store,
      concurrency: workers === 0 ? CONCURRENCY : IN_FLIGHT,
    });
    const wrong = items.filter(({ trace: { input, outcome } }) => outcome.kind !== "ok" || outcome.output !== input.text).length;
    if (wrong > 0 || items.length !== dataset.splits.dev.size) throw new Error(`${items.length} cases, ${wrong} of them wrong.`);
  };
  await once(rows(`warm-up ${name}`, WARM_UP));
  const begun = performance.now();
  await once(rows(name, CASES));
  return CASES / ((performance.now() - begun) / 1_000);
}

async function startWorkers(url: string, count: number, ms: number): Promise<readonly ChildProcess[]> {
  const file = join(import.meta.dirname, "_distributed-worker.ts");
  const args = ["--conditions=pawl-source", file, url, String(ms), String(CONCURRENCY)];
  const children = Array.from({ length: count }, () => spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] }));
  await Promise.all(children.map(({ stdout }) => once(stdout, "data")));
  return children;
}

async function ended(children: readonly ChildProcess[]): Promise<void> {
  await Promise.all(
    children.map(async (child) => {
      const exited = once(child, "exit");
      child.kill("SIGTERM");
      await exited;
    }),
  );
}

const folder = mkdtempSync(join(tmpdir(), "pawl-bench-distributed-"));
try {
  await using redis = await startRedis({ fsync: "everysec" });
  const metrics: { [metric: string]: number } = {};
  for (const ms of [0, 5]) {
    const rates: number[][] = [[], [], []];
    for (let run = 0; run < RUNS; run++) {
      for (const workers of [0, 1, 2]) {
        const children = await startWorkers(redis.url, workers, ms);
        const measured = await rate({ ms, workers, url: redis.url, folder, run });
        await ended(children);
        rates[workers]?.push(measured);
        process.stdout.write(
          `${ms} ms a case, ${workers === 0 ? "in process" : `${workers} worker(s)`}: ${Math.round(measured)} cases/s\n`,
        );
      }
    }
    const [inProcess = 0, one = 0, two = 0] = rates.map((all) => all.sort((a, b) => a - b)[Math.floor(RUNS / 2)]);
    const name = ms === 0 ? "noop" : `wait${ms}`;
    metrics[`${name}.inProcess.itemsPerSecond`] = Math.round(inProcess);
    metrics[`${name}.workers1.itemsPerSecond`] = Math.round(one);
    metrics[`${name}.workers2.itemsPerSecond`] = Math.round(two);
    if (ms === 0) metrics["overheadMs"] = Number((1_000 / one - 1_000 / inProcess).toFixed(3));
    metrics[`${name}.speedup2`] = Number((two / one).toFixed(2));
  }
  printResult("distributed", metrics);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
