import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { isPawlError, PawlError } from "@pawl/core";
import { configProblems } from "./config-problems.ts";
import type { Config } from "./define-config.ts";
import { thrownBy } from "./thrown-by.ts";

export const CONFIG_FILES: readonly string[] = ["pawl.config.ts", "pawl.config.js", "pawl.config.mjs"];

export interface LoadedConfig {
  readonly config: Config;
  /** Absolute; the configuration's paths are relative to its folder. */
  readonly path: string;
}

/**
 * Returns the configuration at `path`, or the nearest `pawl.config.ts` from the working folder upwards.
 * @throws PawlError `use.config-missing`, `use.config-broken` (it cannot be loaded), `use.config-invalid` (all that is wrong with it, together).
 */
export async function loadConfig(path: string | undefined, cwd: string = process.cwd()): Promise<LoadedConfig> {
  const file = path === undefined ? findConfig(cwd) : resolve(cwd, path);
  if (file === null || !existsSync(file)) {
    const where = path === undefined ? `There is no pawl.config.ts in ${cwd} or above it.` : `There is no configuration at ${file}.`;
    throw new PawlError(
      "use.config-missing",
      `${where}\nWrite one with "pawl init", or name one: --config path/to/pawl.config.ts.\nNothing was run.`,
      {
        facts: { path: file ?? cwd },
      },
    );
  }
  const config: unknown = await importDefault(file);
  const problems = configProblems(config);
  if (problems.length > 0) {
    const list = problems.slice(0, 20).map((problem) => `  - ${problem}`);
    if (problems.length > 20) list.push(`  and ${problems.length - 20} more`);
    throw new PawlError("use.config-invalid", `${file} is not a configuration:\n${list.join("\n")}\nNothing was run.`, {
      facts: { path: file, problems: [...problems] },
    });
  }
  return { config: config as Config, path: file };
}

/** Returns the nearest configuration file from a folder upwards, null where there is none. */
export function findConfig(from: string): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    for (const name of CONFIG_FILES) if (existsSync(join(folder, name))) return join(folder, name);
    if (folder === dirname(folder)) return null;
  }
}

async function importDefault(file: string): Promise<unknown> {
  try {
    const module: { readonly default?: unknown } = await import(pathToFileURL(file).href);
    return module.default;
  } catch (cause) {
    // What the configuration's own calls refuse says itself what is wrong.
    if (isPawlError(cause)) throw cause;
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new PawlError("use.config-broken", `${file} cannot be loaded: ${said}\n${excerpt(cause)}${hint(cause)}\nNothing was run.`, {
      facts: { path: file },
      cause,
    });
  }
}

/** Returns the place of a TypeScript syntax error with its line, as Node puts it before the stack; empty where it does not. */
function excerpt(cause: unknown): string {
  const stack = cause instanceof SyntaxError ? (cause.stack ?? "") : "";
  const end = stack.indexOf("\n\nSyntaxError");
  return end > 0 ? `${stack.slice(0, end)}\n` : "";
}

function hint(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  if (code === "ERR_MODULE_NOT_FOUND")
    return "It imports something that is not there: install it, or mend the path (relative imports end in .ts).";
  // As `npm init -y` makes a package.json since npm 11.
  if (cause instanceof SyntaxError && /outside a module|Unexpected token 'export'/.test(cause.message))
    return "The nearest package.json says that its files are CommonJS. Make them modules: npm pkg set type=module.";
  if (cause instanceof SyntaxError || code.startsWith("ERR_INVALID_TYPESCRIPT") || code.startsWith("ERR_UNSUPPORTED_TYPESCRIPT")) {
    return `Mend the syntax: types are stripped, not compiled, so enums and namespaces cannot be used. "npx tsc --noEmit" shows all mistakes.`;
  }
  const { kind, place } = thrownBy(cause);
  if (place === null) return "The error is thrown by code that the configuration runs; --debug shows where.";
  return kind === "own"
    ? `It is thrown by your own code, at ${place}. Mend it there.`
    : `It is called at ${place}. Mend what is given there.`;
}
