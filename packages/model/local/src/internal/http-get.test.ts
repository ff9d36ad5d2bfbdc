import { createServer, type Server } from "node:https";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Environment } from "../model-folder.ts";
import { connectProxy } from "../testing/connect-proxy.ts";
import { fileServer } from "../testing/file-server.ts";
import { selfSigned } from "../testing/self-signed.ts";
import { httpGet } from "./http-get.ts";

const HOST = "hub.invalid";
const certificate = selfSigned(HOST);
const trusted = getCACertificates("default");
const asked: string[] = [];
let server: Server;
let port = 0;

beforeAll(async () => {
  setDefaultCACertificates([...trusted, certificate.cert]);
  server = createServer(certificate, async (request, response) => {
    asked.push(`${request.url} ${request.headers["proxy-authorization"] ?? ""}`.trim());
    if (request.url === "/moved") return void response.writeHead(302, { location: "/file" }).end();
    response.writeHead(200);
    for (let piece = 0; piece < 8; piece++) {
      response.write(`${piece}`);
      if (request.url === "/slow") await new Promise((resolve) => setTimeout(resolve, 40));
    }
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  port = address === null || typeof address === "string" ? 0 : address.port;
});

afterAll(() => {
  setDefaultCACertificates(trusted);
  server.closeAllConnections();
  server.close();
});

async function text(url: string, env: Environment, idleTimeoutMs?: number): Promise<string> {
  const response = await httpGet(url, { env, idleTimeoutMs });
  const pieces: Buffer[] = [];
  for await (const piece of response) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

describe("a proxy for https", () => {
  it("leads to the host by CONNECT, redirects too, and keeps its credentials from it", async () => {
    await using proxy = await connectProxy(port);
    asked.length = 0;
    const HTTPS_PROXY = proxy.url.replace("//", "//jo:ge%40heim@");
    expect(await text(`https://${HOST}/moved`, { HTTPS_PROXY })).toBe("01234567");
    expect(proxy.requests).toEqual([`${HOST}:443 jo:ge@heim`, `${HOST}:443 jo:ge@heim`]);
    expect(asked).toEqual(["/moved", "/file"]);
  });

  it("may itself be spoken to by https", async () => {
    await using proxy = await connectProxy(port, { certificate });
    expect(await text(`https://${HOST}/file`, { HTTPS_PROXY: proxy.url.replace("//", "//jo:ge%40heim@") })).toBe("01234567");
    expect(proxy.requests).toEqual([`${HOST}:443 jo:ge@heim`]);
  });

  it("is passed by for the hosts of NO_PROXY", async () => {
    await using proxy = await connectProxy(port);
    const direct = `https://127.0.0.1:${port}/file`;
    expect(await text(direct, { HTTPS_PROXY: proxy.url, NO_PROXY: "127.0.0.1" })).toBe("01234567");
    expect(proxy.requests).toEqual([]);
    expect(await text(direct, { HTTPS_PROXY: proxy.url, NO_PROXY: "127.0.0.1:1" })).toBe("01234567");
    expect(proxy.requests).toEqual([`127.0.0.1:${port}`]);
  });

  it("does not time out while bytes come, though the whole takes longer", async () => {
    await using proxy = await connectProxy(port);
    expect(await text(`https://${HOST}/slow`, { HTTPS_PROXY: proxy.url }, 200)).toBe("01234567");
  });

  it("does not make a host trusted: a certificate of another name fails", async () => {
    await using proxy = await connectProxy(port);
    await expect(text("https://other.invalid/file", { HTTPS_PROXY: proxy.url })).rejects.toMatchObject({
      code: "ERR_TLS_CERT_ALTNAME_INVALID",
    });
  });

  it("that refuses is said with its host, status and what to do, never with the password; the connection is closed", async () => {
    for (const [status, credentials, says] of [
      [407, "", /wants a name and a password \(407\)/],
      [407, "jo:geheim@", /did not take the name and password of its address \(407\)/],
      [403, "jo:geheim@", /lets no connection through to hub\.invalid:443 \(403\).*NO_PROXY/],
      [502, "jo:geheim@", /answered 502 when asked for a connection to hub\.invalid:443/],
    ] as const) {
      await using proxy = await connectProxy(port, { status });
      const failing = text(`https://${HOST}/file`, { HTTPS_PROXY: proxy.url.replace("//", `//${credentials}`) });
      await expect(failing).rejects.toThrow(says);
      await expect(failing).rejects.toThrow(/^The proxy 127\.0\.0\.1:\d+ (?!.*geheim)/);
      await expect(failing).rejects.toMatchObject({ status });
      await expect.poll(proxy.open).toBe(0);
    }
  });

  it("that is away is told apart from a host that is away", async () => {
    const proxy = await connectProxy(port);
    await proxy[Symbol.asyncDispose]();
    const env = { ALL_PROXY: proxy.url.replace("//", "//jo:geheim@") };
    for (const url of [`https://${HOST}/file`, `http://${HOST}/file`])
      await expect(text(url, env)).rejects.toThrow(/^The proxy 127\.0\.0\.1:\d+ cannot be reached \(ECONNREFUSED\)\.$/);
    await expect(text(`https://${HOST}/file`, { ...env, NO_PROXY: HOST })).rejects.toThrow(/^(?!The proxy)/);
  });

  it("is stopped with the signal's own reason while it keeps silent", async () => {
    await using proxy = await connectProxy(port);
    const stop = new AbortController();
    const reason = new Error("enough");
    const pulling = httpGet(`https://${HOST}/file`, { env: { HTTPS_PROXY: proxy.url }, abortSignal: stop.signal });
    stop.abort(reason);
    await expect(pulling).rejects.toBe(reason);
  });
});

describe("a proxy for http", () => {
  it("that wants a password says so", async () => {
    await using proxy = await fileServer(new Map(), { status: 407 });
    await expect(text(`http://${HOST}/file`, { HTTP_PROXY: proxy.url })).rejects.toThrow(/wants a name and a password \(407\)/);
  });
});
