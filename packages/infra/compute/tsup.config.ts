import { packageBuild } from "@pawl/tooling/tsup";
import type { Options } from "tsup";

const build: Options = packageBuild(["src/index.ts", "src/testing/index.ts"]);
export default build;
