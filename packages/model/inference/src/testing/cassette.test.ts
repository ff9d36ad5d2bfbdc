import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GenerateRequest } from "@pawl/core";
import { collect, fakeClock } from "@pawl/core/testing";
import { describe, expect, it } from "vitest";
import { openaiModel } from "../openai-model.ts";
import { type CassetteOptions, cassette } from "./cassette.ts";
import { type ScriptedAnswer, scriptedServer } from "./scripted-server.ts";
import { completion, streamed } from "./wire-answers.ts";

const ask = (content = "hi"): GenerateRequest => ({ messages: [{ role: "user", content }], sampling: {} });
const KEY = `sk-${"aB3dE5".repeat(6)}`;

async function folder(): Promise<AsyncDisposable & { readonly path: string }> {
  const dir = await mkdtemp(join(tmpdir(), "pawl-cassette-"));
  return { path: join(dir, "tapes", "one.json"), [Symbol.asyncDispose]: () => rm(dir, { recursive: true }) };
}

/** Records what the calls ask of a scripted endpoint; its address is then replaced, so that a replay on another port finds it. */
async function recorded(
  path: string,
  answers: readonly ScriptedAnswer[],
  prompts: readonly string[],
  options: Partial<CassetteOptions> = {},
): Promise<void> {
  await using server = await scriptedServer(answers);
  const model = openaiModel({ model: "m", baseUrl: server.url, apiKey: KEY, fetch: cassette({ path, mode: "record", ...options }) });
  for (const prompt of prompts) await collect(model.stream(ask(prompt)));
  await writeFile(path, (await readFile(path, "utf8")).replaceAll(server.url, "http://recorded.example/v1"));
}

const replaying = (path: string, options: Partial<CassetteOptions> = {}): ReturnType<typeof openaiModel> =>
  openaiModel({ model: "m", baseUrl: "http://recorded.example/v1", fetch: cassette({ path, mode: "replay", ...options }) });

describe("a replay", () => {
  it("gives what was recorded, in its chunks, without asking", async () => {
    await using at = await folder();
    await recorded(at.path, [streamed(["Hel", "lo."])], ["hi"]);
    const events = await collect(replaying(at.path).stream(ask()));
    expect(events).toMatchObject([{ text: "Hel" }, { text: "lo." }, { type: "end", result: { message: { content: "Hello." } } }]);
  });

  it("gives equal requests their answers in the order they were recorded, then misses", async () => {
    await using at = await folder();
    await recorded(at.path, [streamed(["one"]), streamed(["two"])], ["hi", "hi"]);
    const model = replaying(at.path);
    const said = [];
    for (let i = 0; i < 3; i++) said.push((await collect(model.stream(ask()))).at(-1));
    expect(said).toMatchObject([
      { result: { message: { content: "one" } } },
      { result: { message: { content: "two" } } },
      { type: "failure", error: { code: "data.cassette-miss", facts: { billed: false, differsAt: [] } } },
    ]);
  });

  it("fails loudly on a miss and names where the nearest request differs, not its words", async () => {
    await using at = await folder();
    await recorded(at.path, [streamed(["x"])], ["something else", "my secret words"]);
    const thrown = await replaying(at.path)
      .generate({ ...ask("my secret wordz"), sampling: { temperature: 1 } })
      .catch((error: unknown) => error);
    expect(thrown).toMatchObject({
      code: "data.cassette-miss",
      retryable: false,
      facts: { recorded: 2, differsAt: ["body.messages.0.content", "body.stream", "body.stream_options", "body.temperature"] },
    });
    expect(String(thrown)).not.toContain("secret word");
  });

  it("breaks where the connection broke", async () => {
    await using at = await folder();
    await recorded(at.path, [{ ...streamed(["so far"], null), end: "cut" }], ["hi"]);
    expect((await collect(replaying(at.path).stream(ask()))).at(-1)).toMatchObject({
      type: "failure",
      error: { code: "service.cut" },
      partial: "so far",
    });
  });

  it("keeps status and Retry-After", async () => {
    await using at = await folder();
    await recorded(at.path, [{ status: 429, headers: { "retry-after": "2", "set-cookie": "session=1" }, body: { error: {} } }], ["hi"]);
    expect((await collect(replaying(at.path).stream(ask()))).at(-1)).toMatchObject({
      error: { code: "service.rate-limited", facts: { retryAfterMs: 2000 } },
    });
    expect(await readFile(at.path, "utf8")).not.toContain("session");
  });

  it("takes the time of the recording where it is asked to", async () => {
    await using at = await folder();
    await recorded(at.path, [streamed(["a", "b"])], ["hi"]);
    const tape = JSON.parse(await readFile(at.path, "utf8"));
    const { chunks } = tape.interactions[0].response;
    for (const [i, chunk] of chunks.entries()) chunk.afterMs = 100 * (i + 1);
    await writeFile(at.path, JSON.stringify(tape));
    const clock = fakeClock();
    await collect(replaying(at.path, { timing: "recorded", clock }).stream(ask()));
    expect(clock.sleeps).toEqual(chunks.map(() => 100));
  });

  it("says what is wrong with a file that is missing or no cassette", async () => {
    await using at = await folder();
    await expect(replaying(at.path).generate(ask())).rejects.toMatchObject({ code: "io.cassette-missing" });
    await recorded(at.path, [streamed(["a"])], ["hi"]);
    for (const text of ["{", "[]", '{"format":"pawl.cassette/9","interactions":[]}', '{"format":"pawl.cassette/1","interactions":[{}]}']) {
      await writeFile(at.path, text);
      await expect(replaying(at.path).generate(ask())).rejects.toMatchObject({ code: "data.cassette-unreadable" });
    }
  });
});

describe("a recording", () => {
  it("holds no key and nothing the caller scrubs, and is found all the same", async () => {
    await using at = await folder();
    const scrub = (text: string): string => text.replaceAll("Jo", "[name]");
    const words = `I am Jo, my key is ${KEY}`;
    await recorded(at.path, [streamed([`Hello Jo, ${KEY.slice(0, 9)}`, KEY.slice(9)])], [words], { scrub });
    const text = await readFile(at.path, "utf8");
    expect(text).not.toContain(KEY);
    expect(text).not.toContain("Jo");
    expect(text).not.toMatch(/authorization/i);
    expect((await collect(replaying(at.path, { scrub }).stream(ask(words)))).at(-1)?.type).toBe("end");
  });

  it("is written anew, and leaves no half file beside it", async () => {
    await using at = await folder();
    await recorded(at.path, [streamed(["old"])], ["hi"]);
    await recorded(at.path, [streamed(["new"])], ["hi"]);
    expect(JSON.parse(await readFile(at.path, "utf8")).interactions.length).toBe(1);
    expect(await readdir(join(at.path, ".."))).toEqual(["one.json"]);
  });

  it("goes on in mode auto with what is missing, and asks for nothing twice", async () => {
    await using at = await folder();
    await using server = await scriptedServer([completion("one"), completion("two")]);
    for (let run = 0; run < 2; run++) {
      const model = openaiModel({ model: "m", baseUrl: server.url, fetch: cassette({ path: at.path, mode: "auto" }) });
      const said = await Promise.all(["a", "b"].map(async (prompt) => (await model.generate(ask(prompt))).message.content));
      expect(said.sort()).toEqual(["one", "two"]);
    }
    expect(server.requests.length).toBe(2);
  });
});
