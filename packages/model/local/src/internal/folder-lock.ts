import { link, open, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { hostname } from "node:os";
import { type Clock, idSource } from "@pawl/core";

export interface LockOptions {
  readonly clock: Clock;
  readonly abortSignal?: AbortSignal | undefined;
  readonly onWait?: (() => void) | undefined;
}

const BEAT_MS = 5000;
/** A holder beats every 5 s: six missed beats on another machine, where its process cannot be asked, mean that it is gone. */
const STALE_MS = 30_000;
const POLL_MS = 200;

/** Returns once this process alone holds the lock file; others wait. A lock whose process is dead is taken over. Dispose to let go. */
export async function folderLock(path: string, options: LockOptions): Promise<AsyncDisposable> {
  const id = idSource()();
  const mine = JSON.stringify({ pid: process.pid, host: hostname(), id });
  for (let told = false; ; ) {
    options.abortSignal?.throwIfAborted();
    if (await create(path, { content: mine, aside: `${path}.${id}` })) break;
    const holder = await readFile(path, "utf8").catch(() => null);
    if (holder === null) continue;
    if (await isStale(path, holder)) {
      await takeAway(path, { stale: holder, aside: `${path}.${id}` });
      continue;
    }
    if (!told) options.onWait?.();
    told = true;
    await options.clock.sleep(POLL_MS, { abortSignal: options.abortSignal });
  }
  const beat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, BEAT_MS);
  beat.unref();
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(beat);
      if ((await readFile(path, "utf8").catch(() => null)) === mine) await rm(path, { force: true });
    },
  };
}

async function create(path: string, { content, aside }: { readonly content: string; readonly aside: string }): Promise<boolean> {
  // Written aside and linked: a lock is never seen empty.
  const file = await open(aside, "w");
  try {
    await file.writeFile(content);
    await file.close();
    await link(aside, path);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

async function isStale(path: string, holder: string): Promise<boolean> {
  const { pid, host } = parse(holder);
  if (host === hostname() && pid !== null) return !isAlive(pid);
  const found = await stat(path).catch(() => null);
  return found !== null && Date.now() - found.mtimeMs > STALE_MS;
}

function parse(holder: string): { pid: number | null; host: string | null } {
  try {
    const value: unknown = JSON.parse(holder);
    if (value === null || typeof value !== "object") return { pid: null, host: null };
    const pid = Reflect.get(value, "pid");
    const host = Reflect.get(value, "host");
    return { pid: typeof pid === "number" ? pid : null, host: typeof host === "string" ? host : null };
  } catch {
    return { pid: null, host: null };
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

async function takeAway(path: string, { stale, aside }: { readonly stale: string; readonly aside: string }): Promise<void> {
  const moved = await rename(path, aside).then(
    () => true,
    () => false,
  );
  if (!moved) return;
  // Another process may have taken it over between our look and our move: then it is put back.
  if ((await readFile(aside, "utf8").catch(() => stale)) !== stale) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}
