import type { Ms } from "@pawl/core";
import type { QueueState } from "../queue-state.ts";
import type { RedisLink } from "./redis-link.ts";

/** What the parts of a queue on Redis share. */
export interface QueueSettings {
  readonly name: string;
  /** Before every key. */
  readonly prefix: string;
  readonly link: RedisLink;
  readonly leaseMs: Ms;
  readonly patienceMs: Ms;
  readonly maxBytes: number;
  readonly onState: (state: QueueState) => void;
}
