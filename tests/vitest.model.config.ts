import { packageTests } from "@pawl/tooling/vitest";
import type { ViteUserConfig } from "vitest/config";

// After all others and one file at a time: two models on two cores wait for each other's threads and are a hundred times slower.
const config: ViteUserConfig = packageTests({
  name: "models",
  include: ["src/**/*.model.test.ts"],
  fileParallelism: false,
  sequence: { groupOrder: 1 },
  testTimeout: 300_000,
  hookTimeout: 300_000,
});
export default config;
