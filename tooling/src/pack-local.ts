/** `npm run pack:local [-- NAME…]`: the packages as they would be published, as tarballs for projects on this machine; prints how to install them. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { packAll } from "./pack.ts";
import { ROOT } from "./root.ts";
import { printStep, runStep } from "./run-step.ts";
import { publishedPackages, withOwnDependencies } from "./workspace.ts";

const all = publishedPackages();
const names = process.argv.slice(2);
const unknown = names.filter((name) => !all.some(({ manifest }) => manifest.name === name));
if (unknown.length > 0) {
  const known = all.map(({ manifest }) => manifest.name).join(", ");
  process.stderr.write(`There is no package ${unknown.join(", ")}. Packages: ${known}.\nNothing was packed.\n`);
  process.exit(64);
}

const wanted = names.length === 0 ? all : all.filter(({ manifest }) => names.includes(manifest.name));
const packed = [...new Set(wanted.flatMap((one) => withOwnDependencies(one, all)))];
const folder = join(ROOT, ".pawl-tarballs");
const startedAt = performance.now();
const filters = packed.flatMap(({ manifest }) => ["--filter", manifest.name]);
const build = runStep("turbo", ["run", "build", "--output-logs=errors-only", ...filters]);
if (!build.ok) {
  printStep("build", build, startedAt);
  process.exit(1);
}
// Only what is packed now: the line below names all that is there.
rmSync(folder, { recursive: true, force: true });
packAll(packed, folder);
process.stdout.write(`${packed.map(({ manifest }) => `${manifest.name} ${manifest.version}`).join(", ")}

In your project (Node 22.18 or newer), in place of the names that README and \`pawl init\` give to npm install:

  npm install ${join(folder, "*.tgz")}
`);
