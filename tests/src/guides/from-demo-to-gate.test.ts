import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { BIN } from "../cli/cli-process.ts";
import { type GuideBlock, guideBlocks, missingLine } from "./guide-blocks.ts";

const TESTS = join(import.meta.dirname, "../..");
const GUIDES = join(TESTS, "../docs/guides");
// Within this package, so that imports resolve as they do after npm install.
const folder = mkdtempSync(join(TESTS, ".pawl-guide-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const project = join(folder, "support");
/** The workspace's sources instead of what was built last. */
const VITEST_CONFIG = `const conditions = ["pawl-source", "module", "node", "development|production"];
export default { resolve: { conditions }, ssr: { resolve: { conditions, externalConditions: ["pawl-source", "node"] } } };
`;

it("every block of the guide does what it says, in order, in an empty folder", async () => {
  const bin = shims();
  const said: string[] = [];
  const blocks = guideBlocks(readFileSync(join(GUIDES, "from-demo-to-gate.md"), "utf8"));
  expect(blocks.length).toBeGreaterThan(20);
  mkdirSync(project);
  writeFileSync(join(project, "vitest.config.ts"), VITEST_CONFIG);
  for (const block of blocks) {
    const wrong = block.kind === "file" ? written(block) : await ran(block, bin);
    if (wrong !== null) said.push(`from-demo-to-gate.md, block of line ${block.line}: ${wrong}`);
    // What comes after builds on it.
    if (said.length > 0) break;
  }
  expect(said).toEqual([]);
});

it("what the guide writes typechecks", () => {
  const compilerOptions = { isolatedDeclarations: false, declaration: false, noEmit: true };
  const tsconfig = { extends: join(TESTS, "../tsconfig.base.json"), compilerOptions, include: ["*.ts"] };
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify(tsconfig));
  const { status, stdout } = spawnSync("tsc", ["-p", "."], { cwd: project, encoding: "utf8" });
  expect(stdout).toBe("");
  expect(status).toBe(0);
});

function written({ path, text }: Extract<GuideBlock, { readonly kind: "file" }>): null {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), text);
  return null;
}

async function ran({ command, exit, shown }: Extract<GuideBlock, { readonly kind: "command" }>, bin: string): Promise<string | null> {
  const { CI: _, FORCE_COLOR: __, VITEST: ___, ...env } = process.env;
  const child = spawn("bash", ["-c", command], {
    cwd: project,
    env: {
      ...env,
      PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}`,
      NODE_OPTIONS: "--conditions=pawl-source",
      NO_COLOR: "1",
      COLUMNS: "100",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  const ended = await new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
  if (ended !== exit) return `"${command}" ended with ${ended} instead of ${exit}:\n${output}`;
  const missing = missingLine(shown, output);
  return missing === null ? null : `"${command}" did not print (in this place):\n${missing}\nbut:\n${output}`;
}

/** Commands that would fetch something: npm does nothing, as all is here; npx runs what the workspace has; the guide's files are copied, not downloaded. */
function shims(): string {
  const bin = join(folder, "bin");
  mkdirSync(bin);
  const shim = (name: string, text: string): void => writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  const vitest = join(TESTS, "node_modules/vitest/vitest.mjs");
  shim("npm", `[ "$1" = init ] && printf '{"type":"module"}' > package.json\nexit 0`);
  shim(
    "npx",
    `tool=$1; shift\ncase $tool in\npawl) exec node "${BIN}" "$@" ;;\nvitest) exec node "${vitest}" "$@" ;;\n*) echo "unknown: $tool" >&2; exit 127 ;;\nesac`,
  );
  cpSync(join(GUIDES, "from-demo-to-gate"), join(folder, "from-demo-to-gate"), { recursive: true });
  return bin;
}
