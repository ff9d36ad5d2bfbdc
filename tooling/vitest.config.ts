import type { ViteUserConfig } from "vitest/config";
import { packageTests } from "./src/package-tests.ts";

const config: ViteUserConfig = packageTests();
export default config;
