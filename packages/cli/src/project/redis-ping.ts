import { connect, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";

export interface RedisPing {
  readonly ok: boolean;
  /** Host and port, without user and password. */
  readonly address: string;
  /** What it is, or why it does not do. */
  readonly found: string;
  /** What to do; empty where it answers. */
  readonly advice: string;
}

const CERTIFICATE = /CERT|^UNABLE_TO_(?:GET|VERIFY)|^ERR_TLS/;

/** Returns whether a Redis answers at a URL within the time, by one connection of this process alone; a user and a password are sent and never told. */
export async function pingRedis(url: string, timeoutMs: number): Promise<RedisPing> {
  const { hostname, port, protocol } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, "") || "127.0.0.1";
  const tls = protocol === "rediss:";
  const address = `${hostname || "127.0.0.1"}:${port || 6379}`;
  const begun = performance.now();
  const told = await exchange(url, { host, port: Number(port || 6379), tls, timeoutMs });
  const { advice, found, ok } = judged(told, { tls, timeoutMs, took: performance.now() - begun });
  return { ok, address, found: `${address} ${found}`, advice };
}

interface Asked {
  readonly tls: boolean;
  readonly timeoutMs: number;
  readonly took: number;
}

type Judged = Pick<RedisPing, "ok" | "found" | "advice">;

function judged({ replies, trouble }: Exchange, { timeoutMs, tls, took }: Asked): Judged {
  const failed = (found: string, advice: string): Judged => ({ ok: false, found, advice });
  if (/^\+PONG/m.test(replies)) {
    const mode = /^redis_mode:(\w+)/m.exec(replies)?.[1] ?? "standalone";
    if (mode !== "standalone")
      return failed(`is a Redis in the mode "${mode}"`, "Name a single one, not part of a cluster, or the primary behind a sentinel.");
    const version = /^(?:redis|valkey)_version:(\S+)/m.exec(replies)?.[1];
    return { ok: true, found: `answers in ${took.toFixed(0)} ms${version === undefined ? "" : ` (${version})`}`, advice: "" };
  }
  const refusal = /^-(WRONGPASS|NOAUTH|NOPERM|ERR (?:invalid password|AUTH|Client sent AUTH))/m.exec(replies)?.[1];
  if (refusal !== undefined)
    return failed(`refuses the user or the password (${refusal})`, "Mend them in its URL: redis://user:password@host:6379.");
  const busy = /^-(LOADING|MASTERDOWN|BUSY)/m.exec(replies)?.[1];
  if (busy !== undefined) return failed(`is not ready (${busy})`, "Wait until it is, and ask again.");
  if (replies !== "") return failed("answers, but is no Redis", "Mend the address.");
  if (CERTIFICATE.test(trouble))
    return failed(
      `has a certificate that is not trusted (${trouble})`,
      "Name the file of who signed it in NODE_EXTRA_CA_CERTS, and use the host's name that the certificate has.",
    );
  if (/^ENOTFOUND|^EAI_/.test(trouble)) return failed(`is a host that nobody knows (${trouble})`, "Mend the host in the address.");
  if (trouble === "ECONNREFUSED")
    return failed("refuses the connection: nothing listens there", "Start Redis there (redis-server), or mend the address.");
  const scheme = `Where it speaks ${tls ? "no TLS, write redis" : "TLS, write rediss"}://.`;
  if (trouble === "timeout")
    return failed(`did not answer within ${timeoutMs / 1_000} s`, `Check that it runs and that no firewall is between. ${scheme}`);
  return failed(`hung up${trouble === "" ? "" : ` (${trouble})`}`, `Check the address. ${scheme}`);
}

interface Exchange {
  readonly replies: string;
  /** The system's code; "timeout", or empty where the server closed. */
  readonly trouble: string;
}

interface Where {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly timeoutMs: number;
}

/** Sends AUTH, PING, INFO and QUIT together, after which a Redis closes the connection. */
function exchange(url: string, { host, port, timeoutMs, tls }: Where): Promise<Exchange> {
  return new Promise((resolve) => {
    let replies = "";
    const socket: Socket = tls ? connectTls({ host, port, ...(isIP(host) === 0 ? { servername: host } : {}) }) : connect({ host, port });
    const end = (trouble: string): void => {
      clearTimeout(limit);
      socket.destroy();
      resolve({ replies, trouble });
    };
    const limit = setTimeout(() => end("timeout"), timeoutMs);
    socket.on(tls ? "secureConnect" : "connect", () => socket.write(requests(url)));
    socket.on("data", (chunk) => {
      replies += chunk.toString("latin1");
    });
    socket.on("error", (error: NodeJS.ErrnoException) => end(error.code ?? "error"));
    socket.on("close", () => end(""));
  });
}

function requests(url: string): string {
  const { password, username } = new URL(url);
  const user = username === "" ? [] : [decodeURIComponent(username)];
  const auth = password === "" ? [] : [["AUTH", ...user, decodeURIComponent(password)]];
  return [...auth, ["PING"], ["INFO", "server"], ["QUIT"]].map(command).join("");
}

function command(parts: readonly string[]): string {
  return `*${parts.length}\r\n${parts.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`).join("")}`;
}
