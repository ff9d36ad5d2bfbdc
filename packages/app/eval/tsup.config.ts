import { packageBuild } from "@pawl/tooling/tsup";
import type { Options } from "tsup";

const build: Options = packageBuild([
  "src/index.ts",
  "src/gate.ts",
  "src/report.ts",
  "src/adapters.ts",
  "src/vitest.ts",
  "src/text.ts",
  "src/metrics.ts",
  "src/judge.ts",
  "src/calibration.ts",
  "src/conversation.ts",
]);
export default build;
