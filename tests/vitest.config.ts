import { packageTests } from "@pawl/tooling/vitest";
import type { ViteUserConfig } from "vitest/config";

const config: ViteUserConfig = packageTests({ exclude: ["src/**/*.model.test.ts"], testTimeout: 120_000, hookTimeout: 120_000 });
export default config;
