import { PawlError } from "@pawl/core";

export interface Driver {
  readonly bullmq: typeof import("bullmq");
  readonly Redis: typeof import("ioredis").Redis;
}

/** Returns BullMQ and its Redis driver, loaded on first use. @throws PawlError `use.driver-missing` where they are not installed. */
export async function loadDriver(): Promise<Driver> {
  try {
    const [bullmq, { Redis }] = await Promise.all([import("bullmq"), import("ioredis")]);
    return { bullmq, Redis };
  } catch (cause) {
    throw new PawlError("use.driver-missing", "A queue on Redis needs BullMQ and its driver. Install them: npm install bullmq ioredis", {
      facts: { packages: ["bullmq", "ioredis"] },
      cause,
    });
  }
}
