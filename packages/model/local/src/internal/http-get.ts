import { type ClientRequest, request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type Socket } from "node:net";
import { type TLSSocket, connect as tlsConnect } from "node:tls";
import type { Environment } from "../model-folder.ts";
import { hostOf, ProxyStatusError, portOf, proxyAuthorization, proxyFailure, proxyFor } from "./proxy.ts";

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

async function once(target: URL, options: HttpGetOptions): Promise<IncomingMessage> {
  if (target.protocol !== "https:" && target.protocol !== "http:") throw new Error(`Unsupported address ${target.protocol}`);
  const proxy = proxyFor(target, options.env);
  const headers = { "user-agent": "pawl", ...options.headers };
  if (proxy === null)
    return respond((target.protocol === "https:" ? httpsRequest : httpRequest)(target, { headers, agent: false }), options);
  if (target.protocol === "https:") {
    const secured = await tunnel(target, proxy, options);
    return respond(httpsRequest(target, { headers, createConnection: () => secured }), options);
  }
  const asked = { path: target.href, headers: { host: target.host, ...headers, ...proxyAuthorization(proxy) } };
  const response = await respond(dial(proxy, asked), options).catch((error: Error) => Promise.reject(proxyFailure(proxy, error)));
  if (response.statusCode !== 407) return response;
  response.destroy();
  throw new ProxyStatusError(proxy, 407, target);
}

/** Returns a secured connection to the target, led through the proxy by CONNECT: the proxy sees host and port only. */
async function tunnel(target: URL, proxy: URL, options: HttpGetOptions): Promise<TLSSocket> {
  const authority = `${target.hostname}:${portOf(target)}`;
  const request = dial(proxy, { method: "CONNECT", path: authority, headers: { host: authority, ...proxyAuthorization(proxy) } });
  const socket = await new Promise<Socket>((resolve, reject) => {
    guard(request, options, (reason) => reject(reason instanceof Error ? proxyFailure(proxy, reason) : reason));
    request.once("connect", ({ statusCode = 0 }, opened) => {
      if (statusCode >= 200 && statusCode < 300) return resolve(opened);
      opened.destroy();
      reject(new ProxyStatusError(proxy, statusCode, target));
    });
    request.end();
  });
  const host = hostOf(target);
  return tlsConnect({ socket, host, ...(isIP(host) === 0 ? { servername: host } : {}) });
}

function dial(proxy: URL, asked: RequestOptions): ClientRequest {
  const request = proxy.protocol === "https:" ? httpsRequest : httpRequest;
  return request({ host: hostOf(proxy), port: portOf(proxy), agent: false, ...asked });
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
