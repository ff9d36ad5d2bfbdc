import { type ClientRequest, request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { connect as tlsConnect } from "node:tls";
import type { Environment } from "../model-folder.ts";

export interface HttpGetOptions {
  readonly headers?: { readonly [name: string]: string } | undefined;
  readonly env: Environment;
  /** Until the connection stands. @default 5000 */
  readonly connectTimeoutMs?: number | undefined;
  /** Without a byte. @default 30000 */
  readonly idleTimeoutMs?: number | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

const MOST_REDIRECTS = 8;

/** Returns the response of a GET, redirects followed, through the proxy that HTTP_PROXY, HTTPS_PROXY and NO_PROXY ask for. Its body is a stream that fails when it is cut. */
export async function httpGet(url: string, options: HttpGetOptions): Promise<IncomingMessage> {
  let target = new URL(url);
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    options.abortSignal?.throwIfAborted();
    const response = await once(target, options);
    const location = response.headers.location;
    if (response.statusCode === undefined || response.statusCode < 300 || response.statusCode > 399 || location === undefined)
      return response;
    response.resume();
    target = new URL(location, target);
  }
  throw new Error(`More than ${MOST_REDIRECTS} redirects.`);
}

/** Returns the proxy for a URL, null where none is asked for: lower-case names first, as curl does. */
export function proxyFor(target: URL, env: Environment): URL | null {
  const named = (name: string): string | undefined => env[name] || env[name.toUpperCase()] || undefined;
  const proxy = named(target.protocol === "https:" ? "https_proxy" : "http_proxy") ?? named("all_proxy");
  if (proxy === undefined) return null;
  for (const rule of (named("no_proxy") ?? "").split(",")) {
    const [host = "", port] = rule
      .trim()
      .toLowerCase()
      .replace(/^\*?\./, "")
      .split(":");
    if (host === "*") return null;
    if (host === "" || (port !== undefined && port !== portOf(target))) continue;
    if (target.hostname === host || target.hostname.endsWith(`.${host}`)) return null;
  }
  return new URL(/^[a-z]+:\/\//i.test(proxy) ? proxy : `http://${proxy}`);
}

function portOf(url: URL): string {
  return url.port || (url.protocol === "https:" ? "443" : "80");
}

async function once(target: URL, options: HttpGetOptions): Promise<IncomingMessage> {
  if (target.protocol !== "https:" && target.protocol !== "http:") throw new Error(`Unsupported address ${target.protocol}`);
  const proxy = proxyFor(target, options.env);
  const headers = { "user-agent": "pawl", ...options.headers };
  if (proxy === null)
    return respond((target.protocol === "https:" ? httpsRequest : httpRequest)(target, { headers, agent: false }), options);
  const authorization: { [name: string]: string } =
    proxy.username === ""
      ? {}
      : {
          "proxy-authorization": `Basic ${Buffer.from(`${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`).toString("base64")}`,
        };
  const dial = proxy.protocol === "https:" ? httpsRequest : httpRequest;
  const via = { host: proxy.hostname, port: portOf(proxy), agent: false as const };
  if (target.protocol === "http:") {
    return respond(dial({ ...via, path: target.href, headers: { host: target.host, ...headers, ...authorization } }), options);
  }
  const authority = `${target.hostname}:${portOf(target)}`;
  const tunnel = dial({ ...via, method: "CONNECT", path: authority, headers: { host: authority, ...authorization } });
  const { socket } = await new Promise<{ socket: import("node:net").Socket }>((resolve, reject) => {
    guard(tunnel, options, reject);
    tunnel.once("connect", (answer, opened) => {
      if (answer.statusCode === 200) resolve({ socket: opened });
      else reject(new Error(`The proxy answered ${answer.statusCode}.`));
    });
    tunnel.end();
  });
  const secured = tlsConnect({ socket, servername: target.hostname });
  return respond(httpsRequest(target, { headers, agent: false, createConnection: () => secured }), options);
}

function respond(request: ClientRequest, options: HttpGetOptions): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    guard(request, options, reject);
    request.once("response", resolve);
    request.end();
  });
}

function guard(request: ClientRequest, options: HttpGetOptions, reject: (reason: unknown) => void): void {
  const signal = options.abortSignal;
  const connecting = setTimeout(
    () => request.destroy(Object.assign(new Error("The connection timed out."), { code: "ETIMEDOUT" })),
    options.connectTimeoutMs ?? 5000,
  );
  const stop = (): void => {
    request.destroy(new Error("aborted"));
    reject(signal?.reason);
  };
  signal?.addEventListener("abort", stop, { once: true });
  request.once("socket", (socket) => {
    if (!socket.connecting) clearTimeout(connecting);
    socket.once("connect", () => clearTimeout(connecting));
  });
  request.setTimeout(options.idleTimeoutMs ?? 30_000, () => request.destroy(new Error("No byte came for too long.")));
  request.once("error", reject);
  request.once("close", () => {
    clearTimeout(connecting);
    signal?.removeEventListener("abort", stop);
  });
}
