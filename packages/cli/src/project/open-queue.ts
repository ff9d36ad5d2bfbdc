import type { JobQueue, QueueState } from "@pawl/compute";
import type { Output } from "../output.ts";
import { redisUrl } from "./redis-url.ts";

export interface OpenQueueOptions {
  /** Or `env`, for what `PAWL_REDIS_URL` says. */
  readonly url: string;
  readonly name: string;
  /** In seconds. */
  readonly patience: number;
  /** In seconds. @default 30 */
  readonly lease?: number | undefined;
}

/** Returns the queue at a URL; what happens to it is said on the way. The caller disposes it. @throws PawlError `use.no-redis-url`, `use.redis-url` */
export async function openQueue(output: Output, { url: given, name, patience, lease }: OpenQueueOptions): Promise<JobQueue> {
  const { url, warning } = redisUrl(given, process.env);
  if (warning !== null) output.note(warning);
  const { redisQueue } = await import("@pawl/compute");
  const leaseMs = lease === undefined ? undefined : lease * 1_000;
  return redisQueue({ url, name, patienceMs: patience * 1_000, leaseMs, onState: (state) => output.note(stateText(state, name)) });
}

function stateText(state: QueueState, name: string): string {
  const { address } = state;
  switch (state.kind) {
    case "away":
      return `Redis at ${address} is away. Waiting for it for up to ${state.patienceMs / 1_000} s …`;
    case "back":
      return `Redis at ${address} is back; going on.`;
    case "no-workers":
      return `No worker is connected to the queue "${name}" at ${address}. Waiting for one for up to ${state.patienceMs / 1_000} s … Start one: pawl worker redis://…`;
    case "trouble":
      return `The queue at ${address}: ${state.message}`;
  }
}
