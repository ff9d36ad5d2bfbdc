import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { connect as connectTls } from "node:tls";

/** A Redis of a test's own on a free port of this machine, its files in a folder that is gone with it. */
export interface RedisServer {
  readonly url: string;
  /** File of the certificate that it shows, null without TLS: who trusts it, trusts nothing else. */
  readonly certificate: string | null;
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

export interface RedisServerOptions {
  /** "always" has each write on the disk before it is acknowledged. @default "always" */
  readonly fsync?: "always" | "everysec" | undefined;
  /** Speaks TLS alone, with a certificate that it signed itself. @default false */
  readonly tls?: boolean | undefined;
  /** Of the default user. @default none */
  readonly password?: string | undefined;
  /** A node of a cluster without slots, or a Sentinel that watches nothing. @default "standalone" */
  readonly mode?: "standalone" | "cluster" | "sentinel" | undefined;
}

/** Returns a Redis that answers. @throws where `redis-server`, or `openssl` for TLS, is not installed. */
export async function startRedis(options: RedisServerOptions = {}): Promise<RedisServer> {
  const { fsync = "always", mode = "standalone", password, tls = false } = options;
  const binary = redisBinary();
  if (binary === null) throw new Error("There is no redis-server. Install it: apt-get install redis-server.");
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "pawl-redis-"));
  const files = join(folder, "appendonlydir");
  const secured = tls ? selfSigned(folder) : null;
  const listening = secured === null ? { port } : { port: 0, "tls-port": port, "tls-auth-clients": "no", ...secured };
  const settings = {
    ...listening,
    bind: "127.0.0.1",
    dir: folder,
    daemonize: "no",
    ...(mode === "sentinel" ? {} : { appendonly: "yes", appendfsync: fsync, save: '""' }),
    ...(mode === "cluster" ? { "cluster-enabled": "yes" } : {}),
    ...(password === undefined ? {} : { requirepass: password }),
  };
  const config = join(folder, "redis.conf");
  writeFileSync(
    config,
    Object.entries(settings)
      .map(([name, value]) => `${name} ${value}\n`)
      .join(""),
  );
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
    child = spawn(binary, [config, ...(mode === "sentinel" ? ["--sentinel"] : [])], { stdio: "ignore" });
    await answers(port, child, tls);
  };
  await start();
  return {
    url: `${tls ? "rediss" : "redis"}://${password === undefined ? "" : `:${encodeURIComponent(password)}@`}127.0.0.1:${port}`,
    certificate: secured?.["tls-cert-file"] ?? null,
    start,
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
    [Symbol.asyncDispose]: async () => {
      await end("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Settings of TLS with a new certificate for 127.0.0.1 that nobody but itself vouches for. */
function selfSigned(folder: string): { readonly [name in "tls-cert-file" | "tls-key-file" | "tls-ca-cert-file"]: string } {
  const [cert, key] = [join(folder, "redis.crt"), join(folder, "redis.key")];
  const made = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  const named = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", cert];
  execFileSync("openssl", [...made, ...named], { stdio: "ignore" });
  return { "tls-cert-file": cert, "tls-key-file": key, "tls-ca-cert-file": cert };
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

async function answers(port: number, child: ChildProcess, tls: boolean): Promise<void> {
  const until = performance.now() + READY_MS;
  while (performance.now() < until) {
    if (child.exitCode !== null) throw new Error(`redis-server ended with ${child.exitCode}.`);
    if (await pings(port, tls)) return;
    await wait(10);
  }
  throw new Error(`redis-server did not answer on port ${port} within ${READY_MS} ms.`);
}

/** Whether it speaks, be it to ask for a password. */
function pings(port: number, tls: boolean): Promise<boolean> {
  return new Promise((resolve) => {
    const ping = (): void => void socket.write("PING\r\n");
    const socket = tls
      ? connectTls({ port, host: "127.0.0.1", rejectUnauthorized: false }, ping)
      : connect({ port, host: "127.0.0.1" }, ping);
    const done = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1_000, () => done(false));
    socket.on("error", () => done(false));
    socket.on("data", (chunk) => done(/^(?:\+PONG|-NOAUTH)/.test(String(chunk))));
  });
}
