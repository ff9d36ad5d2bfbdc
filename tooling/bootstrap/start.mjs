import { join } from "node:path";
import { childEnv, runChild } from "./run-child.mjs";
import { ROOT, setUp } from "./set-up.mjs";

const node = await setUp("app");
const app = join(ROOT, "apps", "support-desk", "src", "start.ts");
const { code } = await runChild(node, ["--conditions=pawl-source", app, ...process.argv.slice(2)], { cwd: ROOT, env: childEnv(ROOT) });
process.exit(code);
