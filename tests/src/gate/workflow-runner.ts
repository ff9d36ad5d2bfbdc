import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { parse } from "yaml";
import { startProcess } from "../cli/cli-process.ts";

interface Step {
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: { readonly [name: string]: string };
  readonly with?: { readonly path?: string };
}

export interface RanStep {
  readonly name: string;
  /** Null for one that was passed over. */
  readonly exit: number | null;
  readonly output: string;
}

export interface WorkflowRun {
  readonly steps: readonly RanStep[];
  /** As the job ends: its first step that failed. */
  readonly exit: number;
  /** What the steps wrote for the run's page. */
  readonly summary: string;
  /** Files that the artefact would hold, in the working folder. */
  readonly artefact: readonly string[];
}

export interface WorkflowOptions {
  /** Git repository that `actions/checkout` clones. */
  readonly repository: string;
  readonly branch: string;
  /** Empty folder for the working copy and the runner's own files. */
  readonly folder: string;
  readonly secrets: { readonly [name: string]: string };
}

/**
 * Carries out the one job of a workflow as GitHub does, in what these workflows use: steps in order, `run` by bash with `-e`, `env` and `if` evaluated,
 * after a failure only what asks to. Of actions the checkout is a clone, the artefact a list of files; the others do nothing.
 */
export async function runWorkflow(text: string, { branch, folder, repository, secrets }: WorkflowOptions): Promise<WorkflowRun> {
  const [work, own] = [join(folder, "work"), join(folder, "runner")];
  mkdirSync(own, { recursive: true });
  const summary = join(own, "summary.md");
  writeFileSync(summary, "");
  const { jobs } = parse(text) as { readonly jobs: { readonly [name: string]: { readonly steps: readonly Step[] } } };
  const [job] = Object.values(jobs);
  const steps: RanStep[] = [];
  let exit = 0;
  let artefact: readonly string[] = [];

  const evaluated = (expression: string): unknown =>
    runInNewContext(expression, {
      always: () => true,
      success: () => exit === 0,
      failure: () => exit !== 0,
      cancelled: () => false,
      hashFiles: (path: string) => (existsSync(join(work, path)) ? "some" : ""),
      secrets,
      github: { sha: "0".repeat(40) },
    });
  const filled = (value: string): string => value.replace(/\$\{\{(.*?)\}\}/g, (_, expression: string) => String(evaluated(expression)));
  const bash = async (
    script: string,
    env: { readonly [name: string]: string },
    cwd: string,
  ): Promise<{ readonly exit: number; readonly output: string }> => {
    const file = join(own, "step.sh");
    writeFileSync(file, script);
    const machine = { CI: "true", HOME: own, NODE_OPTIONS: "", GITHUB_STEP_SUMMARY: summary };
    const npm = { npm_config_offline: "true", npm_config_audit: "false" };
    const { exit: ended, stderr, stdout } = await startProcess("bash", ["-e", file], { cwd, env: { ...machine, ...npm, ...env } }).ended;
    return { exit: ended ?? 1, output: `${stdout}${stderr}` };
  };

  for (const step of job?.steps ?? []) {
    const name = step.run ?? step.uses ?? "";
    const condition = step.if === undefined ? "success()" : filled(step.if);
    if (!evaluated(/\b(?:always|cancelled|failure|success)\(/.test(condition) ? condition : `success() && (${condition})`)) {
      steps.push({ name, exit: null, output: "" });
      continue;
    }
    const env = Object.fromEntries(Object.entries(step.env ?? {}).map(([key, value]) => [key, filled(value)]));
    let ended = { exit: 0, output: "" };
    if (step.run !== undefined) ended = await bash(filled(step.run), env, work);
    else if (name.startsWith("actions/checkout@")) ended = await bash(`git clone -q -b '${branch}' '${repository}' '${work}'`, {}, folder);
    else if (name.startsWith("actions/upload-artifact@"))
      artefact = (step.with?.path ?? "").split("\n").filter((path) => path !== "" && existsSync(join(work, path)));
    steps.push({ name, ...ended });
    if (exit === 0) exit = ended.exit;
  }
  return { steps, exit, summary: readFileSync(summary, "utf8"), artefact };
}
