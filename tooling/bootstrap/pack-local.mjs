import { join } from "node:path";
import { childEnv, runChild } from "./run-child.mjs";
import { ROOT, setUp } from "./set-up.mjs";

const node = await setUp("all");
const script = join(ROOT, "tooling", "src", "pack-local.ts");
const { code } = await runChild(node, ["--conditions=pawl-source", script, ...process.argv.slice(2)], { cwd: ROOT, env: childEnv(ROOT) });
process.exit(code);
