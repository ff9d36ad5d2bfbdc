/** `pnpm bench NAME`: one benchmark; the last line of stdout is one JSON object; on stderr follows which of its limits are met (bench-limits.ts). Never part of the tests. */
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { limitLines } from "./bench-limits.ts";
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
// A Ctrl-C reaches the benchmark too, and how that ends is how this ends.
process.on("SIGINT", () => {});
const run = spawn(process.execPath, ["--conditions=pawl-source", join(folder, `${name}.ts`), ...rest], {
  stdio: ["inherit", "pipe", "inherit"],
  cwd: ROOT,
});
let output = "";
run.stdout.setEncoding("utf8").on("data", (chunk) => {
  process.stdout.write(chunk);
  output += chunk;
});
run.on("close", (status) => {
  for (const line of limitLines(name, output)) process.stderr.write(`${line}\n`);
  process.exitCode = status ?? 130;
});
