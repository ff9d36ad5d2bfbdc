/**
 * The values of shared statistics as R, SciPy, statsmodels and scikit-learn compute them, compared with `tooling/reference/stats.json`, the table that the tests of
 * `@pawl/stats` use too. `node tooling/src/reference-values.ts` regenerates all and prints them; it ends with 1 where one differs or a tool is missing.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./root.ts";

const FOLDER = join(ROOT, "tooling", "reference");

export const TOOLS = ["R", "Python"] as const;
type Tool = (typeof TOOLS)[number];

interface ReferenceRow {
  readonly id: string;
  readonly expected: readonly number[];
  /** Absolute, for each value. */
  readonly tolerance: number;
  /** Which scripts compute it. */
  readonly tools: readonly Tool[];
  /** Versions that give another value, by the beginning of their name. */
  readonly differs?: readonly { readonly tool: string; readonly expected: readonly number[]; readonly why: string }[];
}

interface Computed {
  readonly id: string;
  /** Name and version. */
  readonly tool: string;
  readonly values: readonly number[];
}

// Debian's own Python: a version manager's has no SciPy.
const COMMANDS: { readonly [tool in Tool]: { readonly command: string; readonly script: string; readonly probe: readonly string[] } } = {
  R: { command: "Rscript", script: "stats.R", probe: ["-e", "library(boot)"] },
  Python: { command: "/usr/bin/python3", script: "stats.py", probe: ["-c", "import scipy, statsmodels, sklearn"] },
};

/** Returns the table. */
export function referenceTable(): readonly ReferenceRow[] {
  return JSON.parse(readFileSync(join(FOLDER, "stats.json"), "utf8"));
}

/** Returns whether the tool and its packages are installed. */
export function isInstalled(tool: Tool): boolean {
  const { command, probe } = COMMANDS[tool];
  return spawnSync(command, probe, { stdio: "ignore" }).status === 0;
}

/** Returns what the tool's script computes. @throws Error where it fails */
export function computedBy(tool: Tool): readonly Computed[] {
  const { command, script } = COMMANDS[tool];
  const { status, stdout, stderr } = spawnSync(command, [join(FOLDER, script)], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${script} ended with ${status}: ${stderr.trim().slice(-2_000)}`);
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/** Returns one sentence for each value that is not the table's: another one, one that the script left out, or one that the table does not have. */
export function differences(tool: Tool, computed: readonly Computed[]): readonly string[] {
  const table = referenceTable();
  const found = new Map(computed.map((row) => [row.id, row]));
  const unknown = computed.filter(({ id }) => !table.some((row) => row.id === id && row.tools.includes(tool)));
  return [
    ...unknown.map(({ id }) => `${id}: ${tool} computes it and the table does not say so.`),
    ...table
      .filter(({ tools }) => tools.includes(tool))
      .flatMap(({ id, expected, tolerance, differs = [] }) => {
        const row = found.get(id);
        if (row === undefined) return [`${id}: ${tool} does not compute it.`];
        const want = differs.find((other) => row.tool.startsWith(other.tool))?.expected ?? expected;
        const equal =
          row.values.length === want.length && row.values.every((value, i) => Math.abs(value - (want[i] ?? Number.NaN)) <= tolerance);
        return equal ? [] : [`${id}: ${row.tool} gives ${row.values.join(", ")}, the table has ${want.join(", ")} ± ${tolerance}.`];
      }),
  ];
}

if (import.meta.main) {
  let wrong = 0;
  for (const tool of TOOLS) {
    if (!isInstalled(tool)) {
      wrong += 1;
      process.stderr.write(
        `${tool} or one of its packages is not installed: r-base-core r-cran-boot python3-scipy python3-statsmodels python3-sklearn.\n`,
      );
      continue;
    }
    const computed = computedBy(tool);
    for (const row of computed) process.stdout.write(`${JSON.stringify(row)}\n`);
    const found = differences(tool, computed);
    wrong += found.length;
    process.stderr.write(found.map((line) => `${line}\n`).join(""));
    process.stderr.write(`${tool}: ${computed.length - found.length} of ${computed.length} as in the table.\n`);
  }
  process.exit(wrong === 0 ? 0 : 1);
}
