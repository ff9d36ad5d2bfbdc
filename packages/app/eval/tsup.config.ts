import { packageBuild } from "@pawl/tooling/tsup";
import type { Options } from "tsup";

const build: Options = packageBuild(["src/index.ts", "src/report.ts", "src/vitest.ts"]);
export default build;
