/**
 * `pnpm bench store`: traces a second written by `sqliteStore`, each acknowledged once it would survive `kill -9`; and, for each way of
 * writing, how many acknowledged traces are missing after its writers were killed half-way through a run of its own.
 * Writers are processes of their own. One at a time: `tracesPerSecond` (batches of 32, as an evaluation puts them),
 * `concurrentPuts.tracesPerSecond` (64 puts of one trace under way), `oneByOne.tracesPerSecond` (each put awaited); four at once:
 * `fourProcesses.tracesPerSecond`. Traces of 1.5 kB with distinct ids, messages and outputs, made before the clock starts.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { idSource, seededRandom, type Trace } from "@pawl/core";
import { sampleTrace } from "@pawl/core/testing";
import { sqliteStore } from "@pawl/store";

const HERE = fileURLToPath(import.meta.url);
const TRACES = 24_000;
const KILL_AFTER = 4_000;
type Way = "batches" | "concurrent" | "one-by-one";

function madeTraces(count: number, name: string): readonly Trace[] {
  const random = seededRandom(name);
  const id = idSource();
  const words = ["parcel", "late", "refund", "door", "driver", "street", "number", "where", "tomorrow", "broken", "sign", "neighbour"];
  const message = (): string => Array.from({ length: 40 }, () => words[Math.floor(random.next() * words.length)]).join(" ");
  return Array.from({ length: count }, (_, i) => {
    const trace = sampleTrace({
      id: id(),
      origin: { runId: name, example: { id: `e${i}`, repeat: 0, cluster: `c${i % 97}` } },
      input: { message: message() },
    });
    const text = JSON.stringify(trace.input);
    const steps = trace.steps.map((step) =>
      step.kind === "model" ? { ...step, messages: step.messages.map((m) => (m.role === "user" ? { ...m, content: text } : m)) } : step,
    );
    return { ...trace, steps };
  });
}

/** Writes, and says `ready`, then on a line of input begins; says ids as they are acknowledged where asked to, at the end its time. */
async function write(path: string, name: string, way: Way, say: boolean): Promise<void> {
  await using store = sqliteStore({ path, busyTimeoutMs: 60_000 });
  await store.runs.list({});
  const traces = madeTraces(TRACES, name);
  const put = async (batch: readonly Trace[]): Promise<void> => {
    await store.traces.put(batch);
    if (say) writeSync(1, `${batch.map(({ id }) => id).join("\n")}\n`);
  };
  writeSync(1, "ready\n");
  await once(process.stdin, "data");
  process.stdin.pause();
  const startedAt = performance.now();
  if (way === "batches") for (let i = 0; i < traces.length; i += 32) await put(traces.slice(i, i + 32));
  if (way === "one-by-one") for (const trace of traces) await put([trace]);
  if (way === "concurrent") {
    let next = 0;
    const lane = async (): Promise<void> => {
      for (let trace = traces[next++]; trace !== undefined; trace = traces[next++]) await put([trace]);
    };
    await Promise.all(Array.from({ length: 64 }, lane));
  }
  writeSync(1, `seconds ${(performance.now() - startedAt) / 1_000}\n`);
}

interface Writer {
  readonly child: ChildProcess;
  readonly lines: () => readonly string[];
  readonly until: (reached: (lines: readonly string[]) => boolean) => Promise<void>;
}

function start(path: string, name: string, way: Way, say: boolean): Writer {
  const child = spawn(process.execPath, ["--conditions=pawl-source", HERE, "--write", path, name, way, say ? "say" : "quiet"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const closed = once(child, "close");
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  const lines = (): readonly string[] => text.split("\n").slice(0, -1);
  return {
    child,
    lines,
    until: async (reached) => {
      while (!reached(lines()) && child.exitCode === null && child.signalCode === null)
        await Promise.race([once(child.stdout, "data"), closed]);
    },
  };
}

async function startAll(path: string, way: Way, processes: number, say: boolean): Promise<readonly Writer[]> {
  const writers = Array.from({ length: processes }, (_, i) => start(path, `writer-${i}`, way, say));
  await Promise.all(writers.map(({ until }) => until((lines) => lines.includes("ready"))));
  return writers;
}

async function measured(folder: string, way: Way, processes: number): Promise<number> {
  const path = join(folder, `${way}-${processes}.db`);
  const writers = await startAll(path, way, processes, false);
  const startedAt = performance.now();
  for (const { child } of writers) child.stdin?.end("go\n");
  await Promise.all(writers.map(({ child }) => once(child, "close")));
  const seconds = (performance.now() - startedAt) / 1_000;
  const own = writers.map(({ lines }) => Number(lines().at(-1)?.split(" ")[1]));
  // One process by its own clock; several from the first's start to the last's end.
  return Math.round((TRACES * processes) / (processes === 1 ? (own[0] ?? seconds) : Math.max(...own)));
}

async function lostAfterKill(folder: string, way: Way, processes: number): Promise<number> {
  const path = join(folder, `killed-${way}-${processes}.db`);
  const writers = await startAll(path, way, processes, true);
  for (const { child } of writers) child.stdin?.end("go\n");
  await Promise.all(
    writers.map(async ({ child, until }) => {
      await until((lines) => lines.length > KILL_AFTER);
      const closed = once(child, "close");
      child.kill("SIGKILL");
      await closed;
    }),
  );
  await using store = sqliteStore({ path });
  const stored = new Set<string>();
  for (let page = await store.traces.list({}); ; page = await store.traces.list({}, { cursor: page.next })) {
    for (const { id } of page.items) stored.add(id);
    if (!page.more) break;
  }
  return writers.flatMap(({ lines }) => lines().slice(1)).filter((id) => !id.startsWith("seconds") && !stored.has(id)).length;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "pawl-bench-store-"));
  try {
    const ways = [
      ["batches", 1],
      ["concurrent", 1],
      ["one-by-one", 1],
      ["batches", 4],
    ] as const;
    const rates: number[] = [];
    let lost = 0;
    for (const [way, processes] of ways) {
      const rate = await measured(folder, way, processes);
      const missing = await lostAfterKill(folder, way, processes);
      rates.push(rate);
      lost += missing;
      process.stdout.write(`${way}, ${processes} process(es): ${rate} traces/s, ${missing} lost after kill -9\n`);
    }
    const [tracesPerSecond, concurrent, oneByOne, four] = rates;
    const [cpu] = cpus();
    process.stdout.write(
      `${JSON.stringify({
        bench: "store",
        metrics: {
          tracesPerSecond,
          lost,
          "concurrentPuts.tracesPerSecond": concurrent,
          "oneByOne.tracesPerSecond": oneByOne,
          "fourProcesses.tracesPerSecond": four,
          bytesPerTrace: JSON.stringify(madeTraces(1, "size")[0]).length,
        },
        machine: { cpu: cpu?.model ?? "unknown", cores: cpus().length, node: process.version, folder: tmpdir() },
      })}\n`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [flag, path = "", name = "", way = "", say = ""] = process.argv.slice(2);
if (flag === "--write") await write(path, name, way === "concurrent" || way === "one-by-one" ? way : "batches", say === "say");
else await main();
