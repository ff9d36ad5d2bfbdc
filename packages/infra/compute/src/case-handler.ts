import { hostname } from "node:os";
import { type CallOptions, errorShape, type Json, jsonText, PawlError, type Runner, type Trace, variantId } from "@pawl/core";
import type { CaseAnswer, CaseJob } from "./case-job.ts";

export interface CaseHandlerOptions {
  /** Makes the Runner of a case's variant from this machine's own configuration; asked once for each variant. */
  readonly runnerOf: (job: Pick<CaseJob, "task" | "variant">) => Promise<Runner<unknown, unknown>>;
  /** Called after each case that is answered. */
  readonly onAnswer?: ((outcome: string) => void) | undefined;
  /** Who this is, in `origin.tags.worker` of its traces. @default host name and process id */
  readonly worker?: string | undefined;
}

/** Variants whose Runners are kept. */
const KEPT = 16;

/**
 * Returns what a worker does with the cases that `distributedRunner` puts on a queue: `queue.work(caseHandler({ runnerOf }), …)`. It writes nothing.
 * The answer is an error `use.worker-differs` where task, variant or renderer are not those of whoever asks. Rejects with PawlError `data.not-a-case`.
 */
export function caseHandler({
  runnerOf,
  onAnswer,
  worker = `${hostname()}:${process.pid}`,
}: CaseHandlerOptions): (payload: Json, options: CallOptions) => Promise<Json> {
  const runners = new Map<string, Promise<Runner<unknown, unknown>>>();
  const runnerFor = (job: CaseJob): Promise<Runner<unknown, unknown>> => {
    const key = `${job.task.name} ${job.variantId}`;
    const known = runners.get(key);
    if (known !== undefined) return known;
    const [oldest] = runners.keys();
    if (runners.size >= KEPT && oldest !== undefined) runners.delete(oldest);
    const made = runnerOf(job);
    runners.set(key, made);
    // What failed for want of a file or a service is tried again.
    made.catch(() => runners.delete(key));
    return made;
  };
  const traced = async (job: CaseJob, abortSignal: AbortSignal | undefined): Promise<Trace> => {
    if (variantId(job.variant) !== job.variantId) throw differs("variant", { asked: job.variantId, here: variantId(job.variant), worker });
    const runner = await runnerFor(job);
    check("task", { asked: job.task.hash, here: runner.task.hash, worker });
    check("variant", { asked: job.variantId, here: runner.variantId, worker });
    check("renderer", { asked: job.rendererHash, here: runner.rendererHash, worker });
    return runner.run(job.input, {
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
    `Worker ${worker} makes another ${what} of its configuration than was asked for (${here.slice(0, 12)}, not ${asked.slice(0, 12)}). Give it the same configuration, data and versions of the packages, and start it again.`,
    { facts: { what, asked, here, worker } },
  );
}
