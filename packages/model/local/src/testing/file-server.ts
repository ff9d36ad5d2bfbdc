import { createServer, type IncomingMessage } from "node:http";

export interface FileServer extends AsyncDisposable {
  readonly url: string;
  /** Every request, as `METHOD path range`. */
  readonly requests: readonly string[];
}

/** A loopback server of files, for tests: answers ranges; `cutAfter` bytes of a file it hangs up, as often as the map says. */
export async function fileServer(
  files: ReadonlyMap<string, Buffer>,
  options: { readonly cuts?: Map<string, number[]>; readonly status?: number } = {},
): Promise<FileServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url} ${request.headers.range ?? ""}`.trim());
    const path = pathOf(request);
    const file = files.get(path);
    if (file === undefined || options.status !== undefined) {
      response.writeHead(options.status ?? 404).end();
      return;
    }
    const start = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
    if (start > 0 && start >= file.length) {
      response.writeHead(416, { "content-range": `bytes */${file.length}` }).end();
      return;
    }
    const rest = file.subarray(start);
    response.writeHead(start > 0 ? 206 : 200, {
      "content-length": rest.length,
      ...(start > 0 ? { "content-range": `bytes ${start}-${file.length - 1}/${file.length}` } : {}),
    });
    const cut = options.cuts?.get(path)?.shift();
    if (cut === undefined) response.end(rest);
    else response.write(rest.subarray(0, cut), () => setTimeout(() => response.destroy(), 20));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Requests to a proxy name the whole address. */
function pathOf(request: IncomingMessage): string {
  const url = request.url ?? "/";
  return url.startsWith("http:") ? new URL(url).pathname : url;
}
