import { existsSync } from "node:fs";
import { join } from "node:path";
import { childEnv, runChild } from "./run-child.mjs";
import { nodeForTypeScript, ROOT, setUp } from "./set-up.mjs";

const app = join(ROOT, "apps", "support-desk");
// What is installed is left as it is, also a developer's: this comes after `npm start`.
const typed = process.argv.slice(2);
const flags = { json: typed.includes("--json"), quiet: typed.includes("--quiet") };
const node = existsSync(join(app, "node_modules", "pawl")) ? nodeForTypeScript(flags) : await setUp("app", flags);
const args = ["--conditions=pawl-source", join(app, "src", "pawl.ts"), ...typed];
const { code } = await runChild(node, args, { cwd: process.env.INIT_CWD ?? process.cwd(), env: childEnv(ROOT) });
process.exit(code);
