import { describe, it } from "vitest";
import { memoryQueue } from "./memory-queue.ts";
import { queueConformance } from "./testing/index.ts";

describe("memoryQueue", () => {
  for (const { name, run } of queueConformance(() => memoryQueue())) it(name, run);
});
