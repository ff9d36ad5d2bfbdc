import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { inspect } from "node:util";
import type { Json, PawlErrorShape } from "@pawl/core";
import { type RedisServer, startRedis, WITHOUT_REDIS } from "@pawl/tooling/redis";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { JobQueue } from "./job-queue.ts";
import type { QueueState } from "./queue-state.ts";
import { redisQueue } from "./redis-queue.ts";
import { queueConformance } from "./testing/index.ts";

let server: RedisServer;
beforeAll(async () => {
  if (!WITHOUT_REDIS) server = await startRedis();
});
afterAll(async () => server?.[Symbol.asyncDispose]());

type Answer = { readonly id: string; readonly result?: Json; readonly error?: PawlErrorShape };

const all = async (queue: JobQueue, ids: readonly string[]): Promise<readonly Answer[]> => {
  const answers: Answer[] = [];
  for await (const answer of queue.results(ids)) answers.push(answer);
  return answers;
};

/** A worker in this process; disposing stops it. */
const working = (queue: JobQueue, handle: (payload: Json) => Promise<Json>): AsyncDisposable => {
  const stop = new AbortController();
  const worker = queue.work(handle, { concurrency: 1, abortSignal: stop.signal });
  worker.catch(() => {});
  return {
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await worker;
    },
  };
};

describe.skipIf(WITHOUT_REDIS)("redisQueue [redis]", () => {
  for (const { name, run } of queueConformance(({ name }) => redisQueue({ url: server.url, name }))) it(name, run);

  it("hands a job out again whose worker was killed", async () => {
    await using queue = redisQueue({ url: server.url, name: "killed", leaseMs: 1_000 });
    await queue.add([{ id: "a", payload: 7 }]);
    const file = join(import.meta.dirname, "internal/hanging-worker.fixture.ts");
    const child = spawn(process.execPath, ["--conditions=pawl-source", file, server.url, "killed"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    expect(String(await once(child.stdout, "data"))).toContain("has 7");
    child.kill("SIGKILL");
    await using _ = working(queue, async () => "from the other");
    expect(await all(queue, ["a"])).toEqual([{ id: "a", result: "from the other" }]);
  });

  it("refuses the result of a worker whose lease was over, and tells its handler to stop", async () => {
    await using queue = redisQueue({ url: server.url, name: "lease", leaseMs: 1_000 });
    await using other = redisQueue({ url: server.url, name: "lease", leaseMs: 1_000 });
    await using raw = disposable(new Redis(server.url));
    const begun = Promise.withResolvers<void>();
    const late = Promise.withResolvers<Json>();
    await queue.add([{ id: "a", payload: null }]);
    await using first = working(queue, () => {
      begun.resolve();
      return late.promise;
    });
    await begun.promise;
    await raw.redis.del("pawl:lease:j-a:lock");
    await using second = working(other, async () => "second");
    expect(await all(queue, ["a"])).toEqual([{ id: "a", result: "second" }]);
    late.resolve("first, too late");
    await first[Symbol.asyncDispose]();
    await second[Symbol.asyncDispose]();
    expect(await all(queue, ["a"])).toEqual([{ id: "a", result: "second" }]);
  });

  it("goes on with what is there after Redis was away, and says that it was", async () => {
    await using own = await startRedis();
    const states: QueueState["kind"][] = [];
    // Longer than a timer of Node can be, which would be over at once.
    const patienceMs = 30 * 24 * 3_600_000;
    await using queue = redisQueue({ url: own.url, leaseMs: 1_000, patienceMs, onState: ({ kind }) => void states.push(kind) });
    const held = Promise.withResolvers<void>();
    const handled: Json[] = [];
    await queue.add([1, 2, 3].map((n) => ({ id: `j${n}`, payload: n })));
    await using _ = working(queue, async (payload) => {
      handled.push(payload);
      await held.promise;
      return payload;
    });
    const reading = all(queue, ["j1", "j2", "j3"]);
    await vi.waitUntil(() => handled.length > 0, { timeout: 10_000 });
    await own.kill();
    await vi.waitUntil(() => states.includes("away"), { timeout: 10_000 });
    held.resolve();
    const adding = queue.add([{ id: "j4", payload: 4 }]);
    await own.start();
    await adding;
    expect((await reading).map(({ id, result }) => [id, result]).sort()).toEqual([
      ["j1", 1],
      ["j2", 2],
      ["j3", 3],
    ]);
    expect(await all(queue, ["j4"])).toEqual([{ id: "j4", result: 4 }]);
    expect(states).toContain("back");
  });

  it("says of a job that a server lost that it is unknown", async () => {
    await using own = await startRedis();
    await using queue = redisQueue({ url: own.url });
    await queue.add([{ id: "a", payload: 1 }]);
    const reading = all(queue, ["a"]);
    await own.kill();
    await own.start({ empty: true });
    expect(await reading).toMatchObject([{ id: "a", error: { code: "data.unknown-job", retryable: true } }]);
  });

  it("gives up once Redis was away for longer than its patience: adding, waiting and working", async () => {
    await using own = await startRedis();
    await using queue = redisQueue({ url: own.url, patienceMs: 300 });
    await queue.add([{ id: "a", payload: 1 }]);
    const begun = Promise.withResolvers<void>();
    const worker = queue.work(
      () => {
        begun.resolve();
        return new Promise(() => {});
      },
      { concurrency: 1 },
    );
    const reading = all(queue, ["a"]);
    await begun.promise;
    await own.kill();
    for (const waiting of [worker, reading, queue.add([{ id: "b", payload: 1 }])])
      await expect(waiting).rejects.toMatchObject({ code: "service.unreachable", retryable: true, facts: { waitedMs: 300 } });
  });

  it("says where nothing answers, without user and password", async () => {
    await using queue = redisQueue({ url: "redis://ann:hunter2@127.0.0.1:1/3", patienceMs: 200 });
    const error = await queue.add([{ id: "a", payload: 1 }]).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "service.unreachable", facts: { address: "127.0.0.1:1/3", system: "ECONNREFUSED" } });
    expect(`${Object(error).message}${JSON.stringify(Object(error).facts)}`).not.toContain("hunter2");
  });

  it("says at once that a password was refused", async () => {
    await using queue = redisQueue({ url: server.url.replace("//", "//ann:wrong@") });
    await expect(queue.add([{ id: "a", payload: 1 }])).rejects.toMatchObject({ code: "use.queue-refused" });
  });

  it.each([
    ["a node of a cluster", "cluster"],
    ["a Sentinel", "sentinel"],
  ] as const)("says at once of %s that it is none to hold queues", async (_what, mode) => {
    await using other = await startRedis({ mode });
    await using queue = redisQueue({ url: other.url });
    const told = { code: "use.queue-server", facts: { mode } };
    await expect(queue.add([{ id: "a", payload: 1 }])).rejects.toMatchObject(told);
    await expect(queue.work(async () => null, { concurrency: 1 })).rejects.toMatchObject(told);
    await expect(all(queue, ["a"])).rejects.toMatchObject(told);
  });

  it("says at once of a certificate that nobody here vouches for, and repeats no password", async () => {
    await using secure = await startRedis({ tls: true, password: "hunter2" });
    await using queue = redisQueue({ url: secure.url });
    const error = await queue.add([{ id: "a", payload: 1 }]).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "use.queue-certificate", facts: { system: "DEPTH_ZERO_SELF_SIGNED_CERT" } });
    expect(`${inspect(error, { depth: 9 })}${Object(error).message}`).not.toContain("hunter2");
  });

  it.each([
    ["that there is no TLS", "rediss:", false, /write redis:/],
    ["that there may be TLS", "redis:", true, /write rediss:/],
  ] as const)("says %s where the scheme is the other one", async (_what, scheme, tls, said) => {
    await using other = await startRedis({ tls });
    await using queue = redisQueue({ url: other.url.replace(/^rediss?:/, scheme), patienceMs: 500 });
    await expect(queue.add([{ id: "a", payload: 1 }])).rejects.toMatchObject({
      code: "service.unreachable",
      message: expect.stringMatching(said),
    });
  });

  it("ends the wait for results where no worker comes", async () => {
    const states: QueueState["kind"][] = [];
    await using queue = redisQueue({ url: server.url, name: "alone", patienceMs: 500, onState: ({ kind }) => void states.push(kind) });
    await queue.add([{ id: "a", payload: 1 }]);
    await expect(all(queue, ["a"])).rejects.toMatchObject({ code: "service.no-workers", retryable: true });
    expect(states).toEqual(["no-workers"]);
  });

  it("refuses a payload and a result above the limit", async () => {
    await using queue = redisQueue({ url: server.url, name: "large", maxBytes: 100 });
    await expect(queue.add([{ id: "a", payload: "x".repeat(100) }])).rejects.toMatchObject({
      code: "use.payload-too-large",
      facts: { bytes: 102 },
    });
    await queue.add([{ id: "b", payload: 1 }]);
    await using _ = working(queue, async () => "x".repeat(100));
    expect(await all(queue, ["b"])).toMatchObject([{ id: "b", error: { code: "use.result-too-large" } }]);
  });

  it("keeps the results of one name apart from those of another", async () => {
    await using one = redisQueue({ url: server.url, name: "one" });
    await using other = redisQueue({ url: server.url, name: "other" });
    await one.add([{ id: "a", payload: 1 }]);
    expect(await all(other, ["a"])).toMatchObject([{ error: { code: "data.unknown-job" } }]);
  });
});

it("waits no longer than its patience for a server that takes connections and says nothing", async () => {
  const sockets = new Set<Socket>();
  const mute = createServer((socket) => void sockets.add(socket)).listen(0, "127.0.0.1");
  await once(mute, "listening");
  const { port } = Object(mute.address());
  await using queue = redisQueue({ url: `redis://127.0.0.1:${port}`, patienceMs: 200 });
  await expect(queue.add([{ id: "a", payload: 1 }])).rejects.toMatchObject({ code: "service.unreachable" });
  for (const socket of sockets) socket.destroy();
  mute.close();
});

it("names the host where TLS begins, as servers behind one address need it", async () => {
  const hello = Promise.withResolvers<string>();
  const listening = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", (chunk) => {
      hello.resolve(chunk.toString("latin1"));
      socket.destroy();
    });
  }).listen(0);
  await once(listening, "listening");
  const address = listening.address();
  await using queue = redisQueue({ url: `rediss://localhost:${typeof address === "object" ? address?.port : 0}`, patienceMs: 200 });
  const added = queue.add([{ id: "a", payload: 1 }]);
  expect(await hello.promise).toContain("localhost");
  await expect(added).rejects.toMatchObject({ code: "service.unreachable" });
  listening.close();
});

it("refuses a user or password that is not percent-encoded, and does not repeat it", () => {
  for (const url of ["redis://ann:hunt%er2@host", "redis://a%nn:hunter2@host"]) {
    expect(() => redisQueue({ url })).toThrow(expect.objectContaining({ name: "TypeError", message: expect.stringContaining("%25") }));
    expect(() => redisQueue({ url })).toThrow(expect.not.stringMatching(/hunt|nn:/));
  }
});

it("refuses wrong options", () => {
  expect(() => redisQueue({ url: "http://127.0.0.1" })).toThrow(TypeError);
  expect(() => redisQueue({ url: "redis://127.0.0.1", name: "a:b" })).toThrow(TypeError);
  expect(() => redisQueue({ url: "redis://127.0.0.1", leaseMs: 0 })).toThrow(RangeError);
});

it("says what to install where the driver is missing", async () => {
  vi.doMock("ioredis", () => {
    throw new Error("Cannot find package 'ioredis'");
  });
  vi.resetModules();
  const { redisQueue: bare } = await import("./redis-queue.ts");
  await using queue = bare({ url: "redis://127.0.0.1:1" });
  await expect(queue.add([{ id: "a", payload: 1 }])).rejects.toMatchObject({
    code: "use.driver-missing",
    message: expect.stringContaining("npm install bullmq ioredis"),
  });
  vi.doUnmock("ioredis");
});

function disposable(redis: Redis): AsyncDisposable & { readonly redis: Redis } {
  return { redis, [Symbol.asyncDispose]: async () => redis.disconnect() };
}
