/** A worker that takes a job, says so, and never ends it. */
import { redisQueue } from "../redis-queue.ts";

const [url = "", name = ""] = process.argv.slice(2);
await redisQueue({ url, name, leaseMs: 1_000 }).work(
  (payload) => {
    process.stdout.write(`has ${JSON.stringify(payload)}\n`);
    return new Promise(() => {});
  },
  { concurrency: 1 },
);
