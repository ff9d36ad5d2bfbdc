/** A worker of the bench `distributed`: says `ready`, then works until it is ended. */
import { caseHandler, redisQueue } from "@pawl/compute";
import { echoRunner } from "./_distributed-runner.ts";

const [url = "", ms = "0", concurrency = "8"] = process.argv.slice(2);
const runner = echoRunner(Number(ms));
const runnerOf = async (): Promise<typeof runner> => runner;
const stop = new AbortController();
process.once("SIGTERM", () => stop.abort());
await using queue = redisQueue({ url });
// Its first call is answered: it is connected.
await queue.forget([]);
process.stdout.write("ready\n");
await queue.work(caseHandler({ runnerOf }), { concurrency: Number(concurrency), abortSignal: stop.signal });
