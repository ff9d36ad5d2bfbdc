import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, watch } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { appears, type CliProcess, type CliProject, cliProject, type Ended, startCli, variantShowing } from "./cli-process.ts";

/** A variant that is 60 % right, beside the plain one's 30 %. */
const SHOWS_FOUR = variantShowing(4);

/** The command, held at a place in what it measures. */
async function held(project: CliProject, args: readonly string[], env: { readonly [name: string]: string }): Promise<CliProcess> {
  const file = project.at("held");
  rmSync(file, { force: true });
  const process = startCli(args, { cwd: project.folder, env: { SCRIPTED_HELD: file, ...env } });
  await appears(file, process);
  return process;
}

async function interrupted(process: CliProcess): Promise<Ended> {
  process.child.kill("SIGINT");
  return process.ended;
}

/** Interrupted where a scorer does not listen, so that the first signal alone ends nothing. */
async function twice(process: CliProcess): Promise<Ended> {
  process.child.kill("SIGINT");
  await process.says("Stopping");
  process.child.kill("SIGINT");
  return process.ended;
}

const DEAF = { SCRIPTED_HOLD: "score:20", SCRIPTED_DEAF: "1" };

describe("Ctrl-C in pawl eval", () => {
  type Items = readonly { readonly trace: { readonly origin: { readonly example: unknown } }; readonly scores: unknown }[];
  const scores = ({ stdout }: Ended): readonly unknown[] => {
    const { items }: { readonly items: Items } = JSON.parse(stdout);
    return items.map(({ trace, scores: of }) => [trace.origin.example, of]);
  };
  const evaluated = (project: CliProject, env: { readonly [name: string]: string } = {}): Promise<Ended> =>
    startCli(["eval", "triage", "--json"], { cwd: project.folder, env }).ended;

  it("ends with 130, and the next start goes on from the store to the same scores", async () => {
    using whole = cliProject();
    const expected = await evaluated(whole);
    using project = cliProject();
    const { exit, stdout, stderr } = await interrupted(await held(project, ["eval", "triage"], { SCRIPTED_HOLD: "call:50" }));
    expect({ exit, stdout }).toEqual({ exit: 130, stdout: "" });
    expect(stderr).toContain("Interrupted. What was finished is kept");
    // Of 60 answers most are kept: the next start does not get to its 31st.
    const next = await evaluated(project, { SCRIPTED_HOLD: "call:31", SCRIPTED_HELD: project.at("not-held") });
    expect(next.exit).toBe(0);
    expect(existsSync(project.at("not-held"))).toBe(false);
    expect(scores(expected)).toHaveLength(60);
    expect(scores(next)).toEqual(scores(expected));
  });

  it("a second time ends at once, and what was finished is kept all the same", async () => {
    using project = cliProject();
    expect((await twice(await held(project, ["eval", "triage"], DEAF))).exit).toBe(130);
    const next = await evaluated(project, { SCRIPTED_HOLD: "call:56", SCRIPTED_HELD: project.at("not-held") });
    expect([next.exit, existsSync(project.at("not-held"))]).toEqual([0, false]);
  });
});

describe("Ctrl-C in pawl bless", () => {
  const folder = "pawl/triage";
  const blessed = async (): Promise<CliProject & { readonly baseline: string }> => {
    const project = cliProject({ "shows-four.json": SHOWS_FOUR });
    expect((await startCli(["bless", "triage"], { cwd: project.folder }).ended).exit).toBe(0);
    return { ...project, baseline: project.read(`${folder}/baseline.json`) };
  };
  const other = ["bless", "triage", "--variant", "shows-four.json"];

  it.each([
    ["once", interrupted, { SCRIPTED_HOLD: "call:20" }],
    ["twice", twice, DEAF],
  ] as const)("%s leaves the old baseline whole, and the next start blesses", async (_times, stop, env) => {
    using project = await blessed();
    expect((await stop(await held(project, other, env))).exit).toBe(130);
    expect(project.read(`${folder}/baseline.json`)).toBe(project.baseline);
    expect(readdirSync(project.at(folder))).toEqual(["baseline.json"]);
    expect((await startCli(other, { cwd: project.folder }).ended).exit).toBe(0);
    expect(project.read(`${folder}/baseline.json`)).not.toBe(project.baseline);
  });
});

describe("Ctrl-C in pawl data import", () => {
  const csv = `text,kind\n${Array.from({ length: 200_000 }, (_, i) => `message ${i},track\n`).join("")}`;
  const begun = async (project: CliProject, folder: string, to: string): Promise<CliProcess> => {
    const args = ["data", "import", "in.csv", to, "--map", "input.message=text", "--map", "expected=kind", "--overwrite"];
    const process = startCli(args, { cwd: project.folder });
    await grows(project.at(folder), (name) => name.endsWith(".unfinished"), process);
    return process;
  };

  it("ends with 130, leaves the target untouched and says that nothing was written", async () => {
    using project = cliProject({ "in.csv": csv, "out/rows.jsonl": "mine\n" });
    const { exit, stdout, stderr } = await interrupted(await begun(project, "out", "out/rows.jsonl"));
    expect({ exit, stdout }).toEqual({ exit: 130, stdout: "" });
    expect(stderr).toContain("Interrupted. Nothing was written");
    expect(stderr).not.toContain("kept");
    expect(readdirSync(project.at("out"))).toEqual(["rows.jsonl"]);
    expect(project.read("out/rows.jsonl")).toBe("mine\n");
  });

  it("takes the folders away that it had made", async () => {
    using project = cliProject({ "in.csv": csv });
    expect((await interrupted(await begun(project, "new/sub", "new/sub/rows.jsonl"))).exit).toBe(130);
    expect(existsSync(project.at("new"))).toBe(false);
  });
});

describe("Ctrl-C in pawl models pull", () => {
  const NAME = "smollm2-135m-instruct";
  const SENT = 300_000;

  it("ends with 130 and keeps the part that has come, where the next pull goes on", async () => {
    using project = cliProject();
    const asked: (string | undefined)[] = [];
    // A slow hub: it sends a part and no more.
    await using hub = await loopback(({ headers }, response) => {
      asked.push(headers.range);
      const from = Number(/\d+/.exec(headers.range ?? "")?.[0] ?? 0);
      const size = 98_362_432;
      const range = from === 0 ? {} : { "content-range": `bytes ${from}-${size - 1}/${size}` };
      response.writeHead(from === 0 ? 200 : 206, { "content-length": String(size - from), ...range });
      response.write(Buffer.alloc(SENT));
    });
    const env = { HF_ENDPOINT: hub.url, PAWL_CACHE_DIR: project.folder, PAWL_MODEL_DIR: "", NO_PROXY: "127.0.0.1", no_proxy: "127.0.0.1" };
    const models = project.at("pawl/models");
    const pulled = async (sizeBytes: number): Promise<Ended> => {
      const process = startCli(["models", "pull", NAME], { cwd: project.folder, env });
      const part = (name: string): boolean => name.endsWith(".part") && statSync(join(models, name)).size === sizeBytes;
      await grows(models, part, process);
      return interrupted(process);
    };
    const first = await pulled(SENT);
    expect(first.exit).toBe(130);
    expect(first.stderr).toContain("goes on where it was");
    const left = readdirSync(models);
    expect(left).toEqual([expect.stringMatching(/\.part$/)]);
    expect(readFileSync(join(models, left[0] ?? "")).length).toBe(SENT);
    expect((await pulled(2 * SENT)).exit).toBe(130);
    expect(asked).toEqual([undefined, `bytes=${SENT}-`]);
  });
});

/** Resolves once a file of the folder, which the command makes, is as it is to be. Rejects where the process ends first. */
async function grows(folder: string, is: (name: string) => boolean, { ended }: CliProcess): Promise<void> {
  const stop = new AbortController();
  const there = (async () => {
    for (const path of [join(folder, "..", ".."), join(folder, ".."), folder]) await exists(path, stop.signal);
    const found = (): boolean => readdirSync(folder).some(is);
    const watcher = watch(folder, { signal: stop.signal });
    while (!found()) await once(watcher, "change", { signal: stop.signal });
  })();
  const over = ended.then(({ exit, stderr }) => Promise.reject(new Error(`It ended with ${exit} first: ${stderr}`)));
  try {
    await Promise.race([there, over]);
  } finally {
    over.catch(() => {});
    there.catch(() => {});
    stop.abort();
  }
}

async function exists(path: string, signal: AbortSignal): Promise<void> {
  if (existsSync(path)) return;
  const watcher = watch(join(path, ".."), { signal });
  while (!existsSync(path)) await once(watcher, "change", { signal });
}

async function loopback(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
