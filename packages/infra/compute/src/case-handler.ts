import { hostname } from "node:os";
import {
  type CallOptions,
  errorShape,
  type Json,
  jsonText,
  PawlError,
  type Runner,
  type RunOptions,
  type Sha256,
  type TaskRef,
  type Trace,
  type Variant,
  variantId,
} from "@pawl/core";
import type { CaseAnswer, CaseJob } from "./case-job.ts";

/** A function of the user's own as this machine has it. */
export interface OwnFunction {
  readonly task: TaskRef;
  readonly code: Sha256;
  readonly traced: (input: unknown, options: RunOptions) => Promise<Trace>;
}

export interface CaseHandlerOptions {
  /** Makes the Runner of a case's variant from this machine's own configuration; asked once for each variant. */
  readonly runnerOf: (job: { readonly task: TaskRef; readonly variant: Variant }) => Promise<Runner<unknown, unknown>>;
  /** Finds the function that is this task in this machine's own configuration; asked once for each task. @default a case of one is an error */
  readonly functionOf?: ((job: { readonly task: TaskRef }) => Promise<OwnFunction>) | undefined;
  /** Called after each case that is answered. */
  readonly onAnswer?: ((outcome: string) => void) | undefined;
  /** Who this is, in `origin.tags.worker` of its traces. @default host name and process id */
  readonly worker?: string | undefined;
}

type Run = (input: unknown, options: RunOptions) => Promise<Trace>;

/** Subjects that are kept. */
const KEPT = 16;

/**
 * Returns what a worker does with the cases that `distributedRunner` puts on a queue: `queue.work(caseHandler({ runnerOf }), …)`. It writes nothing.
 * The answer is an error `use.worker-differs` where task, variant or renderer are not those of whoever asks. Rejects with PawlError `data.not-a-case`.
 */
export function caseHandler({
  functionOf = noFunctions,
  runnerOf,
  onAnswer,
  worker = `${hostname()}:${process.pid}`,
}: CaseHandlerOptions): (payload: Json, options: CallOptions) => Promise<Json> {
  const kept = new Map<string, Promise<Run>>();
  const made = async (job: CaseJob): Promise<Run> => {
    if (job.variant === null) {
      const own = await functionOf(job);
      check("task", { asked: job.task.hash, here: own.task.hash, worker });
      check("code", { asked: job.code, here: own.code, worker });
      return own.traced;
    }
    const { variant } = job;
    check("variant", { asked: job.variantId, here: variantId(variant), worker });
    const runner = await runnerOf({ task: job.task, variant });
    check("task", { asked: job.task.hash, here: runner.task.hash, worker });
    check("variant", { asked: job.variantId, here: runner.variantId, worker });
    check("renderer", { asked: job.rendererHash, here: runner.rendererHash, worker });
    return runner.run;
  };
  const runFor = (job: CaseJob): Promise<Run> => {
    const asked = job.variant === null ? [job.code] : [job.variantId, job.rendererHash, variantId(job.variant)];
    const key = [job.task.name, job.task.hash, ...asked].join(" ");
    const known = kept.get(key);
    if (known !== undefined) return known;
    const [oldest] = kept.keys();
    if (kept.size >= KEPT && oldest !== undefined) kept.delete(oldest);
    const making = made(job);
    kept.set(key, making);
    // What failed for want of a file or a service is tried again.
    making.catch(() => kept.delete(key));
    return making;
  };
  const traced = async (job: CaseJob, abortSignal: AbortSignal | undefined): Promise<Trace> => {
    const run = await runFor(job);
    return run(job.input, {
      abortSignal,
      origin: { ...job.origin, tags: { ...job.origin.tags, worker } },
      ...(job.seed === null ? {} : { seed: job.seed }),
      ...(job.deadlineAt === null ? {} : { deadlineAt: job.deadlineAt }),
      ...(job.shuffleDemonstrations ? { shuffleDemonstrations: true } : {}),
    });
  };
  return async (payload, { abortSignal }) => {
    const job = caseOf(payload);
    const about = { format: "pawl.case-answer/1", session: job.session, worker } as const;
    let answer: CaseAnswer;
    let kind = "error";
    try {
      const trace = await traced(job, abortSignal);
      answer = { ...about, trace: JSON.parse(jsonText({ ...trace, input: null })) };
      kind = trace.outcome.kind;
    } catch (error) {
      answer = { ...about, error: errorShape(error) };
    }
    // A case that was left is another worker's.
    abortSignal?.throwIfAborted();
    onAnswer?.(kind);
    return answer;
  };
}

function caseOf(payload: Json): CaseJob {
  const format: unknown = Object(payload).format;
  if (format === "pawl.case/1") return payload as CaseJob;
  throw new PawlError(
    "data.not-a-case",
    "The queue holds a job that is no case of an evaluation, or one of a newer version. Update this worker, or use another name for the queue.",
    { facts: { format: typeof format === "string" ? format : null } },
  );
}

async function noFunctions({ task }: { readonly task: TaskRef }): Promise<never> {
  throw new PawlError("use.no-function", `This worker runs variants alone, and "${task.name}" is a function of the user's own.`, {
    facts: { task: task.name },
  });
}

interface Compared {
  readonly asked: string;
  readonly here: string;
  readonly worker: string;
}

function check(what: string, compared: Compared): void {
  if (compared.asked !== compared.here) throw differs(what, compared);
}

function differs(what: string, { asked, here, worker }: Compared): PawlError {
  return new PawlError(
    "use.worker-differs",
    `Worker ${worker} ${what === "code" ? "has a configuration of other code" : `makes another ${what} of its configuration`} than was asked for (${here.slice(0, 12)} there, ${asked.slice(0, 12)} where it is evaluated). Give it the same configuration, data and versions of the packages, and start it again.`,
    { facts: { what, asked, here, worker } },
  );
}
