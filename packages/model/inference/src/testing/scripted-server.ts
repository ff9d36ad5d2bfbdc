import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Json } from "@pawl/core";

/** One answer. Without `end` it is complete. */
export interface ScriptedAnswer {
  /** @default 200 */
  readonly status?: number | undefined;
  /** @default `content-type` by what is answered: JSON, HTML for a text, an event stream for `events` */
  readonly headers?: { readonly [name: string]: string } | undefined;
  /** A text is sent as it is, anything else as JSON. */
  readonly body?: Json | undefined;
  /** Server-sent events: each is a `data:` line of its own chunk. */
  readonly events?: readonly Json[] | undefined;
  /** `close`: an event stream ends without `[DONE]`; `cut`: the connection breaks; `hang`: nothing more comes. @default "done" */
  readonly end?: "done" | "close" | "cut" | "hang" | undefined;
}

export interface ScriptedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: { readonly [name: string]: string | undefined };
  /** Parsed; null where there was none. */
  readonly body: Json;
}

export interface ScriptedServer {
  /** Up to and with `/v1`. */
  readonly url: string;
  readonly requests: readonly ScriptedRequest[];
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/** Answers taken in order (the last one then stays), or a function of the request. */
export type Script = readonly ScriptedAnswer[] | ((request: ScriptedRequest, call: number) => ScriptedAnswer | Promise<ScriptedAnswer>);

/** Returns a server on the loopback interface, on a free port, that answers by a script and keeps what it was asked. Disposing cuts what is open. */
export async function scriptedServer(script: Script): Promise<ScriptedServer> {
  const requests: ScriptedRequest[] = [];
  const server = createServer((incoming, response) => {
    answerTo(incoming, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });

  const answerTo = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    let text = "";
    for await (const chunk of incoming.setEncoding("utf8")) text += chunk;
    const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
    const body: Json = text === "" ? null : JSON.parse(text);
    const request = { method: incoming.method ?? "", path: incoming.url ?? "", headers, body };
    const call = requests.push(request) - 1;
    const answer = typeof script === "function" ? await script(request, call) : script[Math.min(call, script.length - 1)];
    if (!answer) throw new Error("The script has no answer.");
    await send(answer, response);
  };

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function send(answer: ScriptedAnswer, response: ServerResponse): Promise<void> {
  const { status = 200, body, events, end = "done" } = answer;
  const type = events ? "text/event-stream" : typeof body === "string" ? "text/html; charset=utf-8" : "application/json";
  response.writeHead(status, { "content-type": type, ...answer.headers });
  response.flushHeaders();
  for (const event of events ?? []) await write(response, `data: ${JSON.stringify(event)}\n\n`);
  if (body !== undefined) await write(response, typeof body === "string" ? body : JSON.stringify(body));
  if (end === "hang") return;
  if (end === "cut") {
    response.socket?.destroy();
    return;
  }
  if (events && end === "done") await write(response, "data: [DONE]\n\n");
  response.end();
}

function write(response: ServerResponse, text: string): Promise<void> {
  return new Promise((resolve, reject) => response.write(text, (error) => (error ? reject(error) : resolve())));
}
