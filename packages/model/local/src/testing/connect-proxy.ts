import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { connect, type Socket } from "node:net";
import type { Certificate } from "./self-signed.ts";

export interface ConnectProxy extends AsyncDisposable {
  readonly url: string;
  /** Host and port of every CONNECT, with the credentials that came with it. */
  readonly requests: readonly string[];
  /** Connections that are open. */
  readonly open: () => number;
}

/** A loopback proxy for tests, that leads every CONNECT to one port of this machine, whatever host was asked for; or answers it with `status`; by TLS where it has a certificate. */
export async function connectProxy(
  port: number,
  options: { readonly status?: number; readonly certificate?: Certificate } = {},
): Promise<ConnectProxy> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const { certificate } = options;
  const refuse = (_: IncomingMessage, response: ServerResponse): void => void response.writeHead(options.status ?? 405).end();
  const server = certificate === undefined ? createHttpServer(refuse) : createHttpsServer(certificate, refuse);
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.on("connect", (request, socket) => {
    const [, pair] = /^Basic (.*)$/.exec(request.headers["proxy-authorization"] ?? "") ?? [];
    requests.push([request.url, ...(pair === undefined ? [] : [Buffer.from(pair, "base64").toString()])].join(" "));
    socket.on("error", () => {});
    if (options.status !== undefined) {
      socket.resume().once("end", () => socket.end());
      socket.write(`HTTP/1.1 ${options.status} No\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const through = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      through.pipe(socket).pipe(through);
    });
    through.on("error", () => socket.destroy());
    socket.once("close", () => through.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `${certificate === undefined ? "http" : "https"}://127.0.0.1:${address.port}`,
    requests,
    open: () => sockets.size,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
