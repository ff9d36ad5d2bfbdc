import { randomBytes } from "node:crypto";
import { type Clock, systemClock } from "./clock.ts";
import type { RandomSource } from "./random.ts";
import type { Id } from "./scalars.ts";

export interface IdSourceOptions {
  readonly clock?: Clock | undefined;
  /** @default the system's randomness; a seeded source makes ids repeatable, for tests. */
  readonly random?: RandomSource | undefined;
}

/**
 * Returns a maker of UUIDv7 (RFC 9562 §5.7) whose ids ascend: within one millisecond, and when the clock goes back, the 12 bits
 * after the time count up from a random start (RFC 9562 §6.2, method 1); when they run out the time steps ahead by one.
 */
export function idSource(options: IdSourceOptions = {}): () => Id {
  const clock = options.clock ?? systemClock;
  const { random } = options;
  const bytes = random
    ? (n: number): Uint8Array => Uint8Array.from({ length: n }, () => Math.floor(random.next() * 256))
    : (n: number): Uint8Array => randomBytes(n);
  let last = -1;
  let counter = 0;
  return () => {
    const out = bytes(16);
    const now = Math.floor(clock.now());
    if (now > last) {
      last = now;
      // The top bit is left free so that there is room to count.
      counter = (((out[6] as number) & 0x07) << 8) | (out[7] as number);
    } else if (++counter > 0xfff) {
      last++;
      counter = 0;
    }
    for (let i = 0; i < 6; i++) out[i] = Math.floor(last / 2 ** (40 - 8 * i)) & 0xff;
    out[6] = 0x70 | (counter >>> 8);
    out[7] = counter & 0xff;
    out[8] = 0x80 | ((out[8] as number) & 0x3f);
    const hex = Buffer.from(out).toString("hex");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  };
}

/** Returns a new UUIDv7 of this process, greater than all before it. */
export const uuidv7: () => Id = idSource();
