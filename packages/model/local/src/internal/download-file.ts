import { open, rm, stat } from "node:fs/promises";
import type { Clock } from "@pawl/core";
import type { Environment } from "../model-folder.ts";
import { httpGet } from "./http-get.ts";
import { ProxyStatusError } from "./proxy.ts";

export interface DownloadOptions {
  readonly env: Environment;
  readonly clock: Clock;
  readonly abortSignal?: AbortSignal | undefined;
  /** Bytes there so far and in all, null where the server does not say. */
  readonly onBytes?: ((done: number, total: number | null) => void) | undefined;
}

/** A server that answered, but not with the file. */
export class HttpStatusError extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`The server answered ${status}.`);
    this.status = status;
  }
}

const ATTEMPTS_WITHOUT_PROGRESS = 3;

/** Fetches a file, going on from what is there already. A cut connection is taken up again as long as it brings bytes; what has come stays for the next try. */
export async function downloadFile(url: string, path: string, options: DownloadOptions): Promise<void> {
  for (let idle = 0; ; ) {
    const before = await sizeOf(path);
    try {
      await fetchRest(url, path, before, options);
      return;
    } catch (error) {
      if (options.abortSignal?.aborted) throw options.abortSignal.reason;
      if (isLocal(error) || isRefusal(error)) throw error;
      idle = (await sizeOf(path)) > before ? 0 : idle + 1;
      if (idle >= ATTEMPTS_WITHOUT_PROGRESS || isUnreachable(error)) throw error;
      await options.clock.sleep(500 * 2 ** idle, { abortSignal: options.abortSignal });
    }
  }
}

async function fetchRest(url: string, path: string, have: number, options: DownloadOptions): Promise<void> {
  const response = await httpGet(url, {
    env: options.env,
    abortSignal: options.abortSignal,
    headers: have > 0 ? { range: `bytes=${have}-`, "accept-encoding": "identity" } : { "accept-encoding": "identity" },
  });
  const status = response.statusCode ?? 0;
  const range = /^bytes (?:(\d+)-\d+|\*)\/(\d+)$/.exec(response.headers["content-range"] ?? "");
  if (status === 416 && have > 0) {
    response.resume();
    if (range?.[2] === String(have)) return;
    await rm(path, { force: true });
    return fetchRest(url, path, 0, options);
  }
  if (status !== 200 && status !== 206) {
    response.resume();
    throw new HttpStatusError(status);
  }
  const goesOn = status === 206 && range?.[1] === String(have);
  if (status === 206 && !goesOn && have > 0) {
    response.destroy();
    await rm(path, { force: true });
    return fetchRest(url, path, 0, options);
  }
  const start = goesOn ? have : 0;
  const length = response.headers["content-length"];
  const total = length === undefined ? null : start + Number(length);
  let done = start;
  options.onBytes?.(done, total);
  // Written piece by piece: what has come is kept when the connection is cut, which a pipeline would throw away.
  await using file = await open(path, goesOn ? "a" : "w");
  for await (const chunk of response) {
    options.abortSignal?.throwIfAborted();
    await file.appendFile(chunk);
    done += chunk.length;
    options.onBytes?.(done, total);
  }
  if (total !== null && done < total) throw new Error("The connection was cut.");
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => null);
  return found?.size ?? 0;
}

function isRefusal(error: unknown): boolean {
  return (error instanceof HttpStatusError || error instanceof ProxyStatusError) && error.status < 500 && error.status !== 429;
}

function isLocal(error: unknown): boolean {
  return (
    error instanceof Error &&
    "syscall" in error &&
    ["write", "open", "mkdir", "ftruncate"].includes(String(error.syscall)) &&
    "code" in error &&
    error.code !== "EPIPE"
  );
}

function isUnreachable(error: unknown): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    ["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ENETUNREACH", "EHOSTUNREACH", "ETIMEDOUT"].includes(String(error.code))
  );
}
