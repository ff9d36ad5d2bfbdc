/** `pnpm bench NAME`: one benchmark; the last line of stdout is one JSON object. Never part of the tests. */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./root.ts";

const folder = join(ROOT, "tests", "bench");
const names = readdirSync(folder)
  .filter((file) => file.endsWith(".ts") && !file.startsWith("_"))
  .map((file) => file.slice(0, -3));
const [name, ...rest] = process.argv.slice(2);
if (name === undefined || !names.includes(name)) {
  process.stderr.write(
    `${name === undefined ? "Which benchmark?" : `There is no benchmark "${name}".`} One of: ${names.join(", ")}.\nExample: pnpm bench ${names[0]}\n`,
  );
  process.exit(64);
}
const run = spawnSync(process.execPath, ["--conditions=pawl-source", join(folder, `${name}.ts`), ...rest], { stdio: "inherit", cwd: ROOT });
process.exit(run.status ?? 130);
