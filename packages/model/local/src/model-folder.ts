import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** Variables of the environment, as `process.env` has them. */
export type Environment = { readonly [name: string]: string | undefined };

/** Where pulled and re-encoded models are kept: `cacheDir`, else `PAWL_CACHE_DIR`, `XDG_CACHE_HOME`, `~/.cache`, and in it `pawl/models`. */
export function modelFolder(options: { readonly cacheDir?: string | undefined; readonly env?: Environment | undefined } = {}): string {
  const env = options.env ?? process.env;
  const cache = options.cacheDir || env["PAWL_CACHE_DIR"] || env["XDG_CACHE_HOME"] || join(env["HOME"] || homedir(), ".cache");
  return join(resolve(cache), "pawl", "models");
}
