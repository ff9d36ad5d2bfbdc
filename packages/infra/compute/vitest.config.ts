import { packageTests } from "@pawl/tooling/vitest";
import type { ViteUserConfig } from "vitest/config";

const config: ViteUserConfig = packageTests();
export default config;
