/**
 * `pnpm check:pack`: each package as it would be published, installed by npm into an empty project with the tarballs of its own
 * dependencies and nothing else of ours, on each Node we support; then the example of its README runs there. At the end the way from a clone to a
 * project: the line that `npm run pack:local` prints, and the project of `pawl init`.
 */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { nodeOf } from "./node-of.ts";
import { packAll } from "./pack.ts";
import { firstExample, otherPackages } from "./readme-example.ts";
import { printStep, runStep, type StepResult, toolEnv } from "./run-step.ts";
import { type PublishedPackage, publishedPackages, withOwnDependencies } from "./workspace.ts";

const NODES = ["22.18.0", "24.21.0"] as const;
const folder = realpathSync(mkdtempSync(join(tmpdir(), "pawl-pack-")));
const all = publishedPackages();
const only = process.argv.slice(2);

const startedAt = performance.now();
const build = runStep("turbo", ["run", "build", "--output-logs=errors-only"]);
printStep("build", build, startedAt);
if (!build.ok) process.exit(1);
const tarballs = packAll(all, join(folder, "tarballs"));

function install(subject: PublishedPackage, project: string, node: string): StepResult {
  const files = withOwnDependencies(subject, all).map(({ manifest }) => tarballs.get(manifest.name) ?? "");
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "empty", private: true, type: "module" }));
  return runStep(
    "npm",
    ["install", "--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts", ...files, ...otherPackages(subject)],
    { cwd: project, env: envWith(node) },
  );
}

function envWith(node: string): NodeJS.ProcessEnv {
  const env = toolEnv();
  return { ...env, PATH: `${dirname(node)}${delimiter}${env["PATH"] ?? ""}` };
}

function tryOut(subject: PublishedPackage, version: string): StepResult {
  const node = nodeOf(version, folder);
  const project = join(folder, `${subject.manifest.name.replace("/", "-")}-${version}`);
  mkdirSync(project);
  const installed = install(subject, project, node);
  if (!installed.ok) return installed;
  writeFileSync(join(project, "example.ts"), firstExample(readFileSync(join(subject.dir, "README.md"), "utf8")));
  const ran = runStep(node, ["example.ts"], { cwd: project, env: envWith(node), timeoutMs: 60_000 });
  const said = ran.output.trim() !== "";
  return said ? ran : { ok: false, output: "The example printed nothing." };
}

/** Types what `npm run pack:local` prints into the project that its `pawl init` makes, and has the command load it. */
function fromTheClone(): StepResult {
  const [node, project] = [nodeOf(NODES[0], folder), join(folder, "from-the-clone")];
  mkdirSync(project);
  const packed = runStep(process.execPath, [join(import.meta.dirname, "pack-local.ts"), "pawl"]);
  const line = /^ +(npm install .+)$/m.exec(packed.output)?.[1];
  if (!packed.ok || line === undefined) return { ok: false, output: packed.output };
  const flags = "--no-audit --no-fund --prefer-offline --ignore-scripts";
  const script = `set -e
${line} ${flags}
npx pawl init my-feature --yes
cd my-feature
${line} ${flags}
npx pawl plan sort --json`;
  const ran = runStep("sh", ["-c", script], { cwd: project, env: envWith(node) });
  return ran.ok && !ran.output.includes('"task": "sort"') ? { ok: false, output: ran.output } : ran;
}

let passed = 0;
let failed = 0;
function attempt(name: string, run: () => StepResult): void {
  const startedAt = performance.now();
  let result: StepResult;
  try {
    result = run();
  } catch (error) {
    result = { ok: false, output: String(error) };
  }
  if (result.ok) passed++;
  else failed++;
  printStep(name, result, startedAt);
}
for (const subject of all) {
  if (only.length > 0 && !only.includes(subject.manifest.name)) continue;
  for (const version of NODES) attempt(`${subject.manifest.name} on Node ${version}`, () => tryOut(subject, version));
}
if (only.length === 0 || only.includes("pack:local")) attempt("npm run pack:local, pawl init", fromTheClone);
rmSync(folder, { recursive: true, force: true });
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exit(failed ? 1 : 0);
