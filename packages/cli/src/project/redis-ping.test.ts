import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { afterEach, expect, it } from "vitest";
import { pingRedis } from "./redis-ping.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A server that answers what it was sent; with null it says nothing, and leaves the connection open. */
const serving = async (answer: (sent: string) => string | null): Promise<string> => {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      const text = answer(String(chunk));
      if (text !== null) socket.end(text);
    });
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return `127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
};
const info = (mode: string): string => {
  const text = `# Server\r\nredis_version:7.2.4\r\nredis_mode:${mode}\r\n`;
  return `$${text.length}\r\n${text}\r\n`;
};

it("says that one answers, with its version, and sends the user and the password but never tells them", async () => {
  let sent = "";
  const at = await serving((text) => {
    sent = text;
    return `+OK\r\n+PONG\r\n${info("standalone")}+OK\r\n`;
  });
  const ping = await pingRedis(`redis://ann:hunter%202@${at}`, 2_000);
  expect(ping).toMatchObject({ ok: true, address: at, found: expect.stringMatching(/answers in \d+ ms \(7\.2\.4\)$/) });
  expect(sent).toBe(
    "*3\r\n$4\r\nAUTH\r\n$3\r\nann\r\n$8\r\nhunter 2\r\n*1\r\n$4\r\nPING\r\n*2\r\n$4\r\nINFO\r\n$6\r\nserver\r\n*1\r\n$4\r\nQUIT\r\n",
  );
  expect(JSON.stringify(ping)).not.toMatch(/hunter|ann/);
});

it.each([
  [
    "-WRONGPASS invalid username-password pair\r\n-NOAUTH Authentication required.\r\n",
    /refuses the user or the password \(WRONGPASS\)/,
    /user:password@host/,
  ],
  ["-NOAUTH Authentication required.\r\n", /refuses the user or the password \(NOAUTH\)/, /user:password@host/],
  [`+PONG\r\n${info("cluster")}`, /in the mode "cluster"/, /single one/],
  ["-LOADING Redis is loading the dataset in memory\r\n", /not ready \(LOADING\)/, /Wait/],
  ["HTTP/1.1 400 Bad Request\r\n\r\n", /is no Redis/, /address/],
  ["", /hung up/, /rediss:\/\//],
])("says of the answer %j why it does not do, and what to do", async (answer, found, advice) => {
  const at = await serving(() => answer);
  expect(await pingRedis(`redis://:hunter2@${at}/1`, 2_000)).toEqual({
    ok: false,
    address: at,
    found: expect.stringMatching(found),
    advice: expect.stringMatching(advice),
  });
});

it("takes an answer without INFO", async () => {
  const at = await serving(() => "+PONG\r\n-NOPERM this user has no permissions to run the 'info' command\r\n+OK\r\n");
  expect((await pingRedis(`redis://${at}`, 2_000)).found).toMatch(/answers in \d+ ms$/);
});

it("waits no longer than it was told", async () => {
  const at = await serving(() => null);
  expect(await pingRedis(`redis://${at}`, 20)).toMatchObject({ ok: false, found: expect.stringContaining("did not answer within 0.02 s") });
});

it("says that nothing listens", async () => {
  const at = await serving(() => null);
  await new Promise((resolve) => servers.splice(0)[0]?.close(resolve));
  expect(await pingRedis(`redis://${at}`, 2_000)).toMatchObject({ ok: false, found: expect.stringContaining("nothing listens there") });
});
