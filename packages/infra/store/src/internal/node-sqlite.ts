type NodeSqlite = typeof import("node:sqlite");

/**
 * Returns `node:sqlite`, loaded on first use. Node 22 warns once that it is experimental; that one warning is held back while the
 * module loads, and nothing else.
 */
export function nodeSqlite(): NodeSqlite {
  const { emitWarning } = process;
  process.emitWarning = (warning: string | Error, ...rest: unknown[]): void => {
    if (String(warning).includes("SQLite is an experimental feature")) return;
    Reflect.apply(emitWarning, process, [warning, ...rest]);
  };
  try {
    return process.getBuiltinModule("node:sqlite");
  } finally {
    process.emitWarning = emitWarning;
  }
}
