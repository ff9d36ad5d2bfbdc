import type { CaseHandlerOptions } from "@pawl/compute";
import { type LanguageModel, PawlError } from "@pawl/core";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Output } from "../output.ts";
import { codeHash } from "../project/code-hash.ts";
import { isFree, modelOf } from "../project/find-model.ts";
import { loadExamples } from "../project/load-examples.ts";
import { openQueue } from "../project/open-queue.ts";
import { ownRunner } from "../project/own-runner.ts";
import type { Project } from "../project/project.ts";
import { fallbackOf, readsRows, servedRunner } from "../project/served-runner.ts";
import { servedCode, servedFunction } from "../project/subject-of.ts";

export interface WorkerCommandOptions {
  readonly url: string;
  readonly queue: string;
  /** @default 1 where a model runs in this process, else 4 */
  readonly concurrency?: number | undefined;
  /** In seconds. */
  readonly lease: number;
  /** In seconds. */
  readonly patience: number;
  readonly abortSignal: AbortSignal;
}

/**
 * Runs the cases that `eval --workers` puts on a queue, with this project's configuration and data, until it is interrupted; then it gives back what
 * is in hand and ends with 130. It stores nothing.
 */
export async function workerCommand(output: Output, project: Project, options: WorkerCommandOptions): Promise<ExitCode> {
  const { abortSignal } = options;
  const { models = [] } = project.config;
  const concurrency = options.concurrency ?? (typeof models === "function" || models.some(isFree) ? 1 : 4);
  const used = new Set<LanguageModel>();
  const runner: CaseHandlerOptions["runnerOf"] = async ({ task, variant }) => {
    const entry = project.entry(task.name);
    const model = await modelOf(project.config, variant.model);
    if (model === null) {
      throw new PawlError(
        "use.other-model",
        `A worker has other weights of ${variant.model.id} than the variant of "${task.name}" was made with. Give it the same.`,
        {
          facts: { model: variant.model.id, sha256: variant.model.sha256 ?? null },
        },
      );
    }
    const fallback = await fallbackOf(project, entry, { variant, model });
    for (const each of [model, fallback?.model]) if (each !== undefined) used.add(each);
    const dataset = readsRows(variant, fallback) ? await loadExamples(project, entry, abortSignal) : null;
    return servedRunner(project, entry, { variant, model, fallback, dataset });
  };
  // Of the code as it was loaded, whatever becomes of its files.
  const code = Object.values(project.config.tasks).some(({ run }) => run !== undefined) ? codeHash(project.configPath) : null;
  const functionOf: CaseHandlerOptions["functionOf"] = async ({ task }) => {
    const entry = project.entry(task.name);
    const { run, task: own } = entry;
    if (run !== undefined && code !== null) {
      const fallback = await fallbackOf(project, entry, { variant: null, model: null });
      if (fallback !== null) used.add(fallback.model);
      const dataset = readsRows(null, fallback) ? await loadExamples(project, entry, abortSignal) : null;
      return {
        task: own,
        code: servedCode(code, entry),
        traced: await servedFunction(project, entry, { traced: ownRunner(run), fallback, dataset }),
      };
    }
    throw new PawlError(
      "use.no-function",
      `A worker has no function for "${task.name}" (tasks.${task.name}.run). Give it the same configuration.`,
      {
        facts: { task: task.name },
      },
    );
  };
  const { caseHandler } = await import("@pawl/compute");
  const answered = new Map<string, number>();
  const onAnswer = (outcome: string): void => {
    answered.set(outcome, (answered.get(outcome) ?? 0) + 1);
    output.redraw(counted(answered));
  };
  await using queue = await openQueue(output, { ...options, name: options.queue });
  output.note(`Working on the queue "${options.queue}", ${concurrency} at once. Ctrl-C stops it.`);
  try {
    await queue.work(caseHandler({ runnerOf: runner, functionOf, onAnswer }), { concurrency, abortSignal });
  } finally {
    output.redraw("");
    output.note(counted(answered));
    await Promise.allSettled([...used].map((model) => model[Symbol.asyncDispose]?.()));
  }
  output.document({ answered: Object.fromEntries(answered), exit: EXIT.interrupted });
  return EXIT.interrupted;
}

function counted(answered: ReadonlyMap<string, number>): string {
  const total = [...answered.values()].reduce((sum, count) => sum + count, 0);
  const kinds = [...answered].map(([kind, count]) => `${count} ${kind}`);
  return `${total} cases answered${kinds.length > 0 ? `: ${kinds.join(", ")}` : ""}`;
}
