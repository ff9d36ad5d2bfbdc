import { rmSync } from "node:fs";
import { WITHOUT_REDIS } from "@pawl/tooling/redis";
import { beforeAll, describe, expect, it } from "vitest";
import { compared, comparedInProcess, dismissed, documentOf, fleet } from "./fleet.ts";

const PASSWORD = "hunter2/ä";
const SAID = /hunter2/;

let inProcess: unknown;
beforeAll(async () => {
  if (!WITHOUT_REDIS) inProcess = await comparedInProcess();
});

describe.skipIf(WITHOUT_REDIS)("eval --workers rediss:// [redis]", () => {
  it("works by TLS and a password where NODE_EXTRA_CA_CERTS names the certificate, also after the server was away", async () => {
    await using all = await fleet({
      tls: true,
      password: PASSWORD,
      address: "env",
      env: ({ certificate, url }) => ({ PAWL_REDIS_URL: url, NODE_EXTRA_CA_CERTS: String(certificate) }),
    });
    const { worker, coordinator } = await all.heldAt(20);
    await all.redis.kill();
    await coordinator.says("is away");
    rmSync(all.held);
    await all.redis.start();
    const ended = await coordinator.ended;
    expect(ended.exit).toBe(0);
    expect(compared(documentOf(ended))).toEqual(inProcess);
    await dismissed(worker);
    const { stderr } = await worker.ended;
    expect(`${ended.stderr}${ended.stdout}${stderr}`).not.toMatch(SAID);
  });

  it("says what to do where nobody vouches for the certificate, and what is wrong with a password, and never prints it", async () => {
    await using all = await fleet({ tls: true, password: PASSWORD, address: "env" });
    const url = all.redis.url;
    for (const [env, code, said] of [
      [{ PAWL_REDIS_URL: url }, "use.queue-certificate", "NODE_EXTRA_CA_CERTS"],
      [
        { PAWL_REDIS_URL: url.replace("hunter2", "hunter2wrong"), NODE_EXTRA_CA_CERTS: String(all.redis.certificate) },
        "use.queue-refused",
        "refused the user or the password",
      ],
      [
        { PAWL_REDIS_URL: url.replace("127.0.0.1", "localhost"), NODE_EXTRA_CA_CERTS: String(all.redis.certificate) },
        "use.queue-certificate",
        "the host's name",
      ],
    ] as const) {
      const { exit, stdout, stderr } = await all.evaluation({ env, args: ["--debug"] }).ended;
      expect({ exit, ...JSON.parse(stdout) }).toMatchObject({ exit: 64, error: { code } });
      expect(stderr).toContain(said);
      expect(`${stdout}${stderr}`).not.toMatch(SAID);
    }
  });

  it.each(["cluster", "sentinel"] as const)("ends at once with 64 where the server is of a %s", async (mode) => {
    await using all = await fleet({ mode });
    const { exit, stdout, stderr } = await all.evaluation().ended;
    expect({ exit, ...JSON.parse(stdout) }).toMatchObject({ exit: 64, error: { code: "use.queue-server", facts: { mode } } });
    expect(stderr).toContain("a single Redis");
  });
});
