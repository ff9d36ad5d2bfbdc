import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { childEnv, runChild } from "./run-child.mjs";
import { ROOT, setUp } from "./set-up.mjs";

const app = join(ROOT, "apps", "support-desk", "src");
// A wrong command line is told, and help given, before anything is installed.
const { refuse, startOptions, USAGE } = await import(pathToFileURL(join(app, "start-options.mjs")).href);
const args = process.argv.slice(2);
const { options, problems } = startOptions(args, { cwd: ROOT });
if (options.help) {
  process.stdout.write(`${USAGE}\n`);
} else if (problems.length > 0) {
  process.exitCode = refuse(problems, options);
} else {
  const node = await setUp("app", options);
  const { code } = await runChild(node, ["--conditions=pawl-source", join(app, "start.ts"), ...args], { cwd: ROOT, env: childEnv(ROOT) });
  process.exitCode = code;
}
