import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

/**
 * Returns the file that defines a task, as far as the source says: the configuration or a file that it imports by a relative path, with a
 * `defineTask` and the task's name in it. Null where none is found.
 */
export function taskFile(configPath: string, task: string): string | null {
  const config = sourceOf(configPath);
  const imported = [...config.matchAll(/from\s+["'](\.[^"']+)["']/g)].map(([, path = ""]) => resolve(dirname(configPath), path));
  const name = new RegExp(`name:\\s*["'\`]${task}["'\`]`);
  return (
    [...imported, configPath].find((path) => {
      const source = sourceOf(path);
      return source.includes("defineTask") && name.test(source);
    }) ?? null
  );
}

function sourceOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
