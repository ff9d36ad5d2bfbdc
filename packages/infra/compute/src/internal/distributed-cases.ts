import {
  type Clock,
  hashOf,
  type Id,
  idSource,
  type Json,
  jsonText,
  PawlError,
  type PawlErrorShape,
  type RunOptions,
  type Store,
  systemClock,
  type TaskRef,
  type Trace,
} from "@pawl/core";
import type { CaseJob, CaseSubject } from "../case-job.ts";
import type { JobQueue } from "../job-queue.ts";

export interface DistributedCasesOptions<I, O> {
  readonly queue: JobQueue;
  readonly task: TaskRef;
  /** What the workers must make of their own configuration. */
  readonly subject: CaseSubject;
  /** Looks an answer up that need not be asked for, null where there is none: what it has is not put on the queue. @default none */
  readonly known?: ((input: I, options: RunOptions) => Promise<Trace<unknown, O> | null>) | undefined;
  readonly clock?: Clock | undefined;
}

/** Cases that workers run, and what takes their results off the queue again. */
export interface DistributedCases<I, O> {
  readonly run: (input: I, options?: RunOptions) => Promise<Trace<unknown, O>>;
  /** Returns the store; what is put into it leaves the queue after. Give it to `evaluate`, so that results are on the queue until they are stored. */
  readonly releasing: (store: Store) => Store;
  /** Takes the results of these traces off the queue. */
  readonly release: (traces: readonly Pick<Trace, "id">[]) => Promise<void>;
}

/** A server that loses its jobs again and again is not waited for. */
const ADDED_AT_MOST = 10;

/** Returns what puts each case on the queue and waits for its trace. */
export function distributedCases<I, O>(options: DistributedCasesOptions<I, O>): DistributedCases<I, O> {
  const { known, queue, subject } = options;
  const task: TaskRef = { name: options.task.name, hash: options.task.hash };
  const clock = options.clock ?? systemClock;
  const newId = idSource({ clock });
  const session = newId();
  const jobOf = new Map<Id, string>();
  const made =
    subject.variant === null
      ? { variantId: null, rendererHash: null }
      : { variantId: subject.variantId, rendererHash: subject.rendererHash };

  const run = async (input: I, runOptions: RunOptions = {}): Promise<Trace<unknown, O>> => {
    const { abortSignal, origin = {} } = runOptions;
    const found = known === undefined ? null : await known(input, runOptions);
    if (found !== null) return found;
    const startedAt = clock.now();
    const job: CaseJob = {
      format: "pawl.case/1",
      session,
      task,
      ...subject,
      input: JSON.parse(jsonText(input)),
      seed: runOptions.seed ?? null,
      shuffleDemonstrations: runOptions.shuffleDemonstrations ?? false,
      deadlineAt: runOptions.deadlineAt ?? null,
      origin,
    };
    const isOfRun = origin.runId !== undefined && origin.example !== undefined;
    const id = isOfRun ? hashOf({ ...job, session: null, deadlineAt: null }) : newId();
    const payload: Json = JSON.parse(jsonText(job));
    const without = (outcome: Trace<unknown, O>["outcome"]): Trace<unknown, O> => {
      const about = { format: "pawl.trace/1", id: newId(), task, origin, used: { demonstrations: [], context: [] } } as const;
      return { ...about, ...made, input, outcome, steps: [], startedAt, totalMs: clock.now() - startedAt };
    };
    try {
      const answer = await answered<O>(queue, { id, payload, session, abortSignal });
      if (answer.settled && "trace" in answer) jobOf.set(answer.trace.id, id);
      else await queue.forget([id]);
      if ("trace" in answer) return { ...answer.trace, input };
      // A case that kills its workers is that case's outcome; the others go on.
      if (answer.error.code === "service.worker-lost") return without({ kind: "error", error: answer.error });
      throw errorOf(answer.error);
    } catch (error) {
      if (!abortSignal?.aborted) throw error;
      const { reason } = abortSignal;
      const timedOut = reason instanceof Error && reason.name === "TimeoutError";
      return without(timedOut ? { kind: "timeout", afterMs: clock.now() - startedAt } : { kind: "aborted" });
    }
  };
  const release = async (traces: readonly Pick<Trace, "id">[]): Promise<void> => {
    const ids = traces.flatMap(({ id }) => jobOf.get(id) ?? []);
    for (const { id } of traces) jobOf.delete(id);
    if (ids.length > 0) await queue.forget(ids);
  };
  return {
    run,
    release,
    releasing: (store) => ({
      ...store,
      traces: {
        ...store.traces,
        put: async (traces) => {
          await store.traces.put(traces);
          // What stays there for want of a connection is dropped by its age.
          release(traces).catch(() => {});
        },
      },
    }),
  };
}

type Answer<O> = { /** Whether it stands, whoever asks. */ readonly settled: boolean } & (
  | { readonly trace: Trace<unknown, O> }
  | { readonly error: PawlErrorShape }
);

interface Asked {
  readonly id: string;
  readonly payload: Json;
  readonly session: Id;
  readonly abortSignal: AbortSignal | undefined;
}

/** Adds the job and returns its answer. Adds it again where the server lost it, and where what is there is a failure that an earlier start was told of. */
async function answered<O>(queue: JobQueue, { id, payload, session, abortSignal }: Asked): Promise<Answer<O>> {
  abortSignal?.throwIfAborted();
  for (let added = 1; ; added++) {
    await queue.add([{ id, payload }]);
    for await (const reply of queue.results([id], { abortSignal })) {
      const { code = "" } = "error" in reply ? reply.error : {};
      const lost = code === "data.unknown-job" || code === "service.queue-failed";
      const answer: Answer<O> & { readonly session?: unknown } =
        "error" in reply ? { settled: false, error: reply.error } : answerIn<O>(reply.result);
      const stale = !answer.settled && answer.session !== undefined && answer.session !== session;
      if ((!lost && !stale) || added >= ADDED_AT_MOST) return answer;
      await queue.forget([id]);
    }
  }
}

/** The hashes that the worker compared say that it ran the same variant of the same task. */
function answerIn<O>(result: Json): Answer<O> & { readonly session: unknown } {
  const { format, session, trace, error } = Object(result);
  if (format === "pawl.case-answer/1") {
    if (error !== undefined) return { settled: false, session, error };
    if (Object(trace).format === "pawl.trace/1") return { settled: isAnswer(trace), session, trace };
  }
  throw new PawlError("data.not-an-answer", "A worker answered with something that is no trace. Update the workers to this version.", {
    facts: { format: typeof format === "string" ? format : null },
  });
}

function isAnswer({ outcome }: Trace): boolean {
  return ["ok", "invalid", "refused", "skipped"].includes(outcome.kind);
}

function errorOf({ code, message, facts, retryable }: PawlErrorShape): Error {
  const [category, situation = ""] = code.split(".", 2);
  const known = category === "use" || category === "data" || category === "service" || category === "bug" || category === "io";
  return known ? new PawlError(`${category}.${situation}`, message, { facts, retryable }) : new Error(message);
}
