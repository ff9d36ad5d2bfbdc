import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** A Redis of a test's own on a free port of this machine, its files in a folder that is gone with it. */
export interface RedisServer {
  readonly url: string;
  /** Ends it as an operator does; what was written is on disk. */
  readonly stop: () => Promise<void>;
  /** Ends it by SIGKILL. */
  readonly kill: () => Promise<void>;
  /** Starts it again on the same port and files; with `empty` as if it had never held anything. */
  readonly start: (options?: { readonly empty?: boolean }) => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

const READY_MS = 20_000;

/** Whether tests that need a Redis are left out: there is none, and `PAWL_REQUIRE_SERVICES` does not ask for it. */
export const WITHOUT_REDIS: boolean = process.env["PAWL_REQUIRE_SERVICES"] !== "1" && redisBinary() === null;

/** Returns a Redis that answers. `fsync`: "always" has each write on the disk before it is acknowledged. @throws where `redis-server` is not installed. */
export async function startRedis({ fsync = "always" }: { readonly fsync?: "always" | "everysec" } = {}): Promise<RedisServer> {
  const binary = redisBinary();
  if (binary === null) throw new Error("There is no redis-server. Install it: apt-get install redis-server.");
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "pawl-redis-"));
  const files = join(folder, "appendonlydir");
  let child: ChildProcess | null = null;
  const end = async (signal: "SIGTERM" | "SIGKILL"): Promise<void> => {
    const ending = child;
    child = null;
    if (ending === null || ending.exitCode !== null || ending.signalCode !== null) return;
    const exited = once(ending, "exit");
    ending.kill(signal);
    await exited;
  };
  const start = async ({ empty = false }: { readonly empty?: boolean } = {}): Promise<void> => {
    if (empty) rmSync(files, { recursive: true, force: true });
    const settings = { port, bind: "127.0.0.1", dir: folder, appendonly: "yes", appendfsync: fsync, save: "", daemonize: "no" };
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
    child = spawn(binary, args, { stdio: "ignore" });
    await answers(port, child);
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
    [Symbol.asyncDispose]: async () => {
      await end("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function redisBinary(): string | null {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/bin", "/usr/local/bin"];
  return folders.map((folder) => join(folder, "redis-server")).find((path) => existsSync(path)) ?? null;
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("A listening server has a port.");
  return address.port;
}

async function answers(port: number, child: ChildProcess): Promise<void> {
  const until = performance.now() + READY_MS;
  while (performance.now() < until) {
    if (child.exitCode !== null) throw new Error(`redis-server ended with ${child.exitCode}.`);
    if (await pings(port)) return;
    await wait(10);
  }
  throw new Error(`redis-server did not answer on port ${port} within ${READY_MS} ms.`);
}

function pings(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write("PING\r\n"));
    const done = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1_000, () => done(false));
    socket.on("error", () => done(false));
    socket.on("data", (chunk) => done(String(chunk).startsWith("+PONG")));
  });
}
