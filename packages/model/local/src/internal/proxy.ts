import { isIPv6 } from "node:net";
import type { Environment } from "../model-folder.ts";

/** A proxy that answered, but will not do what it was asked. Its message names host and port, never the name and password. */
export class ProxyStatusError extends Error {
  readonly status: number;
  constructor(proxy: URL, status: number, target: URL) {
    super(refusal(proxy, status, target));
    this.status = status;
  }
}

/**
 * Returns the proxy for a URL, null where none is asked for: lower-case names first, as curl does. NO_PROXY has hosts, each with its
 * subdomains and perhaps with a port, or `*`.
 * @throws Error where the variable holds no address of a proxy that is spoken to by http or https.
 */
export function proxyFor(target: URL, env: Environment): URL | null {
  const named = (name: string): string | undefined => env[name] || env[name.toUpperCase()] || undefined;
  const variable = target.protocol === "https:" ? "https_proxy" : "http_proxy";
  const proxy = named(variable) ?? named("all_proxy");
  if (proxy === undefined || (named("no_proxy") ?? "").split(",").some((rule) => exempts(rule.trim().toLowerCase(), target))) return null;
  const asked = named(variable) === undefined ? "ALL_PROXY" : variable.toUpperCase();
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || url.hostname === "") throw new Error(`${asked} is no address of a proxy; write it as http://host:port.`);
  if (!["http:", "https:"].includes(url.protocol))
    throw new Error(`${asked} names a proxy that is spoken to by ${url.protocol.slice(0, -1)}; only http and https can be used.`);
  return url;
}

/** Returns the header by which a proxy knows who asks; none where its address holds no name. */
export function proxyAuthorization(proxy: URL): { readonly [name: string]: string } {
  if (proxy.username === "" && proxy.password === "") return {};
  const pair = `${plain(proxy.username)}:${plain(proxy.password)}`;
  return { "proxy-authorization": `Basic ${Buffer.from(pair).toString("base64")}` };
}

/** Returns a failure to get to the proxy as one that says so; any other as it is. */
export function proxyFailure(proxy: URL, error: Error): Error {
  const away = "syscall" in error && (error.syscall === "connect" || error.syscall === "getaddrinfo");
  if (!away || !("code" in error)) return error;
  return Object.assign(new Error(`The proxy ${proxy.host} cannot be reached (${error.code}).`), { code: error.code });
}

export function portOf(url: URL): string {
  return url.port || (url.protocol === "https:" ? "443" : "80");
}

/** A URL's host as sockets take it: an IPv6 address without its brackets. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, "$1");
}

function exempts(rule: string, target: URL): boolean {
  if (rule === "*") return true;
  const [, host = "", port] = isIPv6(rule) ? [rule, rule] : (/^\*?\.?\[?([^\]]*?)\]?(?::(\d+))?$/.exec(rule) ?? []);
  if (host === "" || (port !== undefined && port !== portOf(target))) return false;
  return hostOf(target) === host || target.hostname.endsWith(`.${host}`);
}

function refusal(proxy: URL, status: number, target: URL): string {
  const known = proxy.username === "" ? "wants a name and a password" : "did not take the name and password of its address";
  if (status === 407) return `The proxy ${proxy.host} ${known} (407). Write it as http://name:password@host:port.`;
  const asked = `${target.hostname}:${portOf(target)}`;
  if (status === 403)
    return `The proxy ${proxy.host} lets no connection through to ${asked} (403). Ask who runs it, or name the host in NO_PROXY.`;
  return `The proxy ${proxy.host} answered ${status} when asked for a connection to ${asked}.`;
}

/** A sign that was not encoded (a bare %) is taken as it is. */
function plain(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
