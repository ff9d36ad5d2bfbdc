import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import type { Json } from "@pawl/core";
import { PawlError } from "@pawl/core";
import type { ConformanceCase } from "@pawl/core/testing";
import type { JobQueue } from "../job-queue.ts";

/** Makes a queue that is empty, as nothing else has its name; the suite disposes it. */
export type MakeQueue = (options: { readonly name: string }) => Promise<JobQueue> | JobQueue;

type Answer = { readonly id: string; readonly result?: Json; readonly error?: unknown };

/** Returns what every JobQueue promises, as cases to run one by one in any test framework. */
export function queueConformance(make: MakeQueue): readonly ConformanceCase[] {
  let made = 0;
  const on = (check: (queue: JobQueue) => Promise<void>) => async (): Promise<void> => {
    await using queue = await make({ name: `conformance-${process.pid}-${made++}` });
    await check(queue);
  };
  return [
    {
      name: "gives each job's payload to a worker and its result to whoever asks, in order of completion",
      run: on(async (queue) => {
        await queue.add(jobs(5));
        await working(
          queue,
          async (payload) => ({ was: payload }),
          async () => {
            const answers = await all(queue, ids(5));
            deepEqual(sorted(answers), sorted(ids(5).map((id, n) => ({ id, result: { was: { n } } }))));
          },
        );
      }),
    },
    {
      name: "takes an id added twice for one job, also after it is done",
      run: on(async (queue) => {
        const handled: Json[] = [];
        await queue.add([
          { id: "a", payload: 1 },
          { id: "a", payload: 2 },
        ]);
        await queue.add([{ id: "a", payload: 3 }]);
        await working(
          queue,
          async (payload) => handled.push(payload),
          async () => {
            await all(queue, ["a"]);
            await queue.add([
              { id: "a", payload: 4 },
              { id: "b", payload: 5 },
            ]);
            await all(queue, ["a", "b"]);
          },
        );
        deepEqual(handled, [1, 5]);
      }),
    },
    {
      name: "never works at more jobs at once than asked, and at that many",
      run: on(async (queue) => {
        await queue.add(jobs(9));
        let [now, most] = [0, 0];
        const handle = async (): Promise<Json> => {
          most = Math.max(most, ++now);
          await turns(3);
          now--;
          return null;
        };
        await working(queue, handle, async () => void (await all(queue, ids(9))), { concurrency: 3 });
        equal(most, 3);
      }),
    },
    {
      name: "answers with the error of a handler that threw, and goes on",
      run: on(async (queue) => {
        await queue.add(jobs(3));
        const handle = async (payload: Json): Promise<Json> => {
          if (numberIn(payload) === 1) throw new PawlError("service.failed", "It is away.", { retryable: true, facts: { status: 500 } });
          if (numberIn(payload) === 2) throw new Error("Something else.");
          return "fine";
        };
        await working(queue, handle, async () => {
          const [first, second, third] = sorted(await all(queue, ids(3)));
          deepEqual(first, { id: "j0", result: "fine" });
          deepEqual(second, {
            id: "j1",
            error: { code: "service.failed", message: "It is away.", retryable: true, facts: { status: 500 } },
          });
          deepEqual(third, { id: "j2", error: { code: "bug.unexpected", message: "Something else.", retryable: false, facts: {} } });
        });
      }),
    },
    {
      name: "answers with an error where a result is not JSON",
      run: on(async (queue) => {
        await queue.add(jobs(1));
        await working(
          queue,
          async () => Number.NaN,
          async () => {
            const [answer] = await all(queue, ["j0"]);
            ok(answer !== undefined && "error" in answer);
          },
        );
      }),
    },
    {
      name: "answers an id that was never added with data.unknown-job",
      run: on(async (queue) => {
        const [answer] = await all(queue, ["never"]);
        equal(Object(answer?.error).code, "data.unknown-job");
      }),
    },
    {
      name: "hands a job out again whose worker was stopped, and records one result",
      run: on(async (queue) => {
        await queue.add(jobs(1));
        const stop = new AbortController();
        const begun = Promise.withResolvers<void>();
        const first = queue.work(
          () => {
            begun.resolve();
            return new Promise<Json>(() => {});
          },
          { concurrency: 1, abortSignal: stop.signal },
        );
        await begun.promise;
        stop.abort();
        await first;
        await working(
          queue,
          async () => "second",
          async () => deepEqual(await all(queue, ["j0"]), [{ id: "j0", result: "second" }]),
        );
      }),
    },
    {
      name: "gives results that are there already, to several readers",
      run: on(async (queue) => {
        await queue.add(jobs(2));
        await working(
          queue,
          async () => 1,
          async () => {
            const [one, other] = await Promise.all([all(queue, ids(2)), all(queue, ids(2))]);
            deepEqual(sorted(one), sorted(other));
            deepEqual(await all(queue, ["j1"]), [{ id: "j1", result: 1 }]);
          },
        );
      }),
    },
    {
      name: "forgets jobs with their results, so that the id is a new job",
      run: on(async (queue) => {
        let count = 0;
        await queue.add(jobs(1));
        await working(
          queue,
          async () => ++count,
          async () => {
            await all(queue, ["j0"]);
            await queue.forget(["j0", "never"]);
            equal(Object((await all(queue, ["j0"]))[0]?.error).code, "data.unknown-job");
            await queue.add(jobs(1));
            deepEqual(await all(queue, ["j0"]), [{ id: "j0", result: 2 }]);
          },
        );
      }),
    },
    {
      name: "takes ids of any text",
      run: on(async (queue) => {
        const names = ["42", "a:b", "ä ö/ü", "{x}", ""];
        await queue.add(names.map((id) => ({ id, payload: id })));
        await working(
          queue,
          async (payload) => payload,
          async () => {
            deepEqual(sorted(await all(queue, names)), sorted(names.map((id) => ({ id, result: id }))));
          },
        );
      }),
    },
    {
      name: "stops waiting for results with the signal's own reason",
      run: on(async (queue) => {
        await queue.add(jobs(1));
        const reason = new Error("Enough.");
        const stop = new AbortController();
        const reading = all(queue, ["j0"], stop.signal);
        await turns(2);
        stop.abort(reason);
        await rejects(reading, (error) => error === reason);
      }),
    },
    {
      name: "refuses a payload that is not JSON, and adds nothing of that call",
      run: on(async (queue) => {
        await rejects(
          queue.add([
            { id: "good", payload: 1 },
            { id: "bad", payload: Number.POSITIVE_INFINITY },
          ]),
          TypeError,
        );
        equal(Object((await all(queue, ["good"]))[0]?.error).code, "data.unknown-job");
      }),
    },
    {
      name: "refuses a concurrency below 1",
      run: on(async (queue) =>
        rejects(
          queue.work(async () => 1, { concurrency: 0 }),
          RangeError,
        ),
      ),
    },
  ];
}

const ids = (count: number): readonly string[] => Array.from({ length: count }, (_, n) => `j${n}`);

const jobs = (count: number): readonly { readonly id: string; readonly payload: Json }[] =>
  ids(count).map((id, n) => ({ id, payload: { n } }));

/** Runs a worker beside `check`, and stops it after. */
async function working(
  queue: JobQueue,
  handle: (payload: Json) => Promise<Json>,
  check: () => Promise<void>,
  { concurrency = 1 }: { readonly concurrency?: number } = {},
): Promise<void> {
  const stop = new AbortController();
  const worker = queue.work(handle, { concurrency, abortSignal: stop.signal });
  try {
    await Promise.race([check(), worker.then(() => Promise.reject(new Error("The worker ended before it was stopped.")))]);
  } finally {
    stop.abort();
  }
  await worker;
}

async function all(queue: JobQueue, of: readonly string[], abortSignal?: AbortSignal): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for await (const answer of queue.results(of, { abortSignal })) answers.push(answer);
  return answers;
}

const sorted = (answers: readonly Answer[]): readonly Answer[] => [...answers].sort((a, b) => (a.id < b.id ? -1 : 1));

const numberIn = (payload: Json): unknown => Object(payload).n;

/** Some turns of the event loop. */
async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
}
