import { type RedisServer, type RedisServerOptions, startRedis } from "@pawl/tooling/redis";
import { appears, type CliProcess, type CliProject, cliProject, type Ended, startCli } from "../cli/cli-process.ts";

export type Item = {
  readonly trace: {
    readonly input: unknown;
    readonly outcome: unknown;
    readonly steps: readonly { readonly cached?: boolean }[];
    readonly origin: {
      readonly example: { readonly id: string; readonly repeat: number };
      readonly tags?: { readonly [tag: string]: string };
    };
  };
  readonly scores: unknown;
};
/** What `eval --json` prints. */
export type Document = {
  readonly record: { readonly id: string; readonly planHash: string; readonly finishedAt: number | null };
  readonly items: readonly Item[];
};

export interface Started {
  readonly args?: readonly string[] | undefined;
  readonly env?: { readonly [name: string]: string } | undefined;
  /** Where it is started. @default the fleet's project */
  readonly project?: CliProject | undefined;
}

/** A Redis and a project, and the commands that are started between them: all of it ends with the test. */
export interface Fleet extends AsyncDisposable {
  readonly redis: RedisServer;
  readonly project: CliProject;
  /** File that holds a case of a worker for as long as it is there. */
  readonly held: string;
  readonly evaluation: (options?: Started) => CliProcess;
  /** Returns a worker that is there; a lease is a second. */
  readonly worker: (options?: Started) => Promise<CliProcess>;
  /** Returns a worker that holds its nth case, and the evaluation that waits for it. */
  readonly heldAt: (n: number, options?: Started) => Promise<{ readonly worker: CliProcess; readonly coordinator: CliProcess }>;
}

export interface FleetOptions extends RedisServerOptions {
  readonly files?: { readonly [path: string]: string } | undefined;
  /** Of every command. */
  readonly env?: ((redis: RedisServer) => { readonly [name: string]: string }) | undefined;
  /** As the commands are given it. @default the server's URL */
  readonly address?: string | undefined;
}

export async function fleet({ files, env = () => ({}), address, ...server }: FleetOptions = {}): Promise<Fleet> {
  const redis = await startRedis(server);
  const project = cliProject(files);
  const held = project.at("held");
  const url = address ?? redis.url;
  const started = new Set<CliProcess>();
  const start = (args: readonly string[], options: Started): CliProcess => {
    const made = startCli([...args, ...(options.args ?? [])], {
      cwd: (options.project ?? project).folder,
      env: { ...env(redis), ...options.env },
    });
    started.add(made);
    return made;
  };
  const evaluation: Fleet["evaluation"] = (options = {}) => start(["eval", "triage", "--json", "--workers", url], options);
  const worker: Fleet["worker"] = async (options = {}) => {
    const made = start(["worker", url, "--json", "--lease", "1"], options);
    await made.says("Working on the queue");
    return made;
  };
  return {
    redis,
    project,
    held,
    evaluation,
    worker,
    heldAt: async (n, options = {}) => {
      const holds = { SCRIPTED_HOLD: `call:${n}`, SCRIPTED_HELD: held };
      const holding = await worker({ ...options, env: { ...holds, ...options.env } });
      const coordinator = evaluation({ args: options.args });
      await appears(held, holding);
      return { worker: holding, coordinator };
    },
    [Symbol.asyncDispose]: async () => {
      for (const { child } of started) child.kill("SIGKILL");
      await Promise.all([...started].map(({ ended }) => ended));
      project[Symbol.dispose]();
      await redis[Symbol.asyncDispose]();
    },
  };
}

/** Ends a worker by Ctrl-C. @returns how many cases it answered */
export async function dismissed({ child, ended }: CliProcess): Promise<number> {
  child.kill("SIGINT");
  const { exit, stdout, stderr } = await ended;
  if (exit !== 130) throw new Error(`A worker ended with ${exit}: ${stderr}`);
  return Object.values(JSON.parse(stdout).answered as { readonly [kind: string]: number }).reduce((sum, count) => sum + count, 0);
}

export function documentOf({ exit, stderr, stdout }: Ended): Document {
  if (stdout === "") throw new Error(`The command ended with ${exit} and printed nothing: ${stderr}`);
  return JSON.parse(stdout);
}

/** Returns what of an evaluation does not depend on where it was run. */
export function compared({ record, items }: Document): unknown {
  return {
    planHash: record.planHash,
    finished: record.finishedAt !== null,
    items: items.map(({ trace: { input, outcome, origin }, scores }) => ({ input, outcome, example: origin.example, scores })),
  };
}

/** Returns the same of the scripted project evaluated in one process. */
export async function comparedInProcess(): Promise<unknown> {
  using project = cliProject();
  const document = documentOf(await startCli(["eval", "triage", "--json"], { cwd: project.folder }).ended);
  if (document.items.length !== 60) throw new Error("The scripted project has 60 rows of dev.");
  return compared(document);
}
