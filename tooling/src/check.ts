/** `pnpm check`: style, types, arrows between layers, build, publish shape, unused code, versions, sizes, changesets. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packAll } from "./pack.ts";
import { printStep, runStep, type StepResult } from "./run-step.ts";
import { publishedPackages } from "./workspace.ts";

type Step = readonly [name: string, run: () => StepResult];

const tool =
  (command: string, ...args: string[]) =>
  (): StepResult =>
    runStep(command, args);

const folder = mkdtempSync(join(tmpdir(), "pawl-check-"));
const packages = publishedPackages();
let tarballs: ReadonlyMap<string, string> = new Map();

const steps: readonly Step[] = [
  ["biome", tool("biome", "ci", "--colors=off", "--error-on-warnings", ".")],
  ["types", tool("turbo", "run", "typecheck", "--output-logs=errors-only")],
  ["boundaries", tool("turbo", "boundaries", "--no-color")],
  ["build", tool("turbo", "run", "build", "--output-logs=errors-only")],
  [
    "pack",
    () => {
      tarballs = packAll(packages, folder);
      return { ok: true, output: "" };
    },
  ],
  ...packages.flatMap(({ manifest: { name } }): Step[] => [
    [`publint ${name}`, () => runStep("publint", ["run", tarballs.get(name) ?? "", "--strict"])],
    [`attw ${name}`, () => runStep("attw", [tarballs.get(name) ?? "", "--profile", "esm-only"])],
  ]),
  ["knip", tool("knip")],
  ["knip production", tool("knip", "--production")],
  ["sherif", tool("sherif")],
  ["size-limit", tool("size-limit")],
  ["changeset status", tool("changeset", "status")],
];

let failed = 0;
for (const [name, run] of steps) {
  const startedAt = performance.now();
  let result: StepResult;
  try {
    result = run();
  } catch (error) {
    result = { ok: false, output: String(error) };
  }
  if (!result.ok) failed++;
  printStep(name, result, startedAt);
}
rmSync(folder, { recursive: true, force: true });
process.stdout.write(`\n${steps.length - failed} passed, ${failed} failed\n`);
process.exit(failed ? 1 : 0);
