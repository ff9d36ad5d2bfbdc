import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GenerateRequest } from "@pawl/core";
import { collect } from "@pawl/core/testing";
import { describe, expect, it } from "vitest";
import { openaiModel } from "../openai-model.ts";
import { completion } from "../testing/wire-answers.ts";
import { batchFile } from "./batch-file.ts";
import { batchModel } from "./batch-model.ts";
import type { BatchRequest } from "./batch-request.ts";
import { readBatchResults } from "./read-batch-results.ts";

const SECRET = "sk-proj-ThisIsAKeyThatNobodyMaySee0123456789";
const model = openaiModel({ model: "gpt-4.1-mini", apiKey: SECRET });
const asking = (content: string, seed?: number): GenerateRequest => ({
  messages: [{ role: "user", content }],
  sampling: { temperature: 0, maxTokens: 9 },
  ...(seed === undefined ? {} : { seed }),
});

interface Folder extends Disposable {
  readonly at: (name: string) => string;
  readonly write: (name: string, rows: readonly unknown[], end?: string) => string;
}

function folder(): Folder {
  const path = mkdtempSync(join(tmpdir(), "pawl-batch-"));
  const at = (name: string): string => join(path, name);
  return {
    at,
    write: (name, rows, end = "\n") => {
      writeFileSync(at(name), rows.map((row) => (typeof row === "string" ? row : JSON.stringify(row))).join("\n") + end);
      return at(name);
    },
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** The request of a batch model, as it would be in the file. */
async function requestOf(request: GenerateRequest): Promise<BatchRequest> {
  const requests: BatchRequest[] = [];
  const asked = batchModel(model, { onRequest: (one) => void requests.push(one) }).generate(request);
  await expect(asked).rejects.toMatchObject({ code: "data.batch-pending", facts: { billed: false } });
  const [first] = requests;
  if (first === undefined) throw new Error("No request was made.");
  return first;
}

/** As OpenAI's output file has it. */
const answered = (id: string, answer = completion("Track.")): unknown => ({
  id: "batch_req_1",
  custom_id: id,
  response: { status_code: 200, request_id: "req_1", body: Object(answer).body },
  error: null,
});
/** As OpenAI's error file has it. */
const refused = (id: string, status: number, error: unknown): unknown => ({
  id: "batch_req_2",
  custom_id: id,
  response: { status_code: status, request_id: "req_2", body: { error } },
  error: null,
});
const expired = (id: string): unknown => ({
  id: "batch_req_3",
  custom_id: id,
  response: null,
  error: { code: "batch_expired", message: "This request could not be executed before the completion window expired." },
});

describe("batchFile", () => {
  it("holds one line for each request, in OpenAI's form, and no key", async () => {
    using files = folder();
    const file = batchFile(files.at("requests.jsonl"));
    const asked = batchModel(model, { onRequest: file.add });
    for (const request of [asking("a"), asking("b"), asking("a"), asking("a", 7)]) await asked.generate(request).catch(() => {});
    expect(existsSync(files.at("requests.jsonl"))).toBe(false);
    const closed = await file.close();
    const written = readFileSync(files.at("requests.jsonl"), "utf8");
    expect(closed).toEqual({ requests: 3, bytes: Buffer.byteLength(written) });
    const lines = written
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines[0]).toEqual({
      custom_id: expect.stringMatching(/^[0-9a-f]{64}$/),
      method: "POST",
      url: "/v1/chat/completions",
      body: { model: "gpt-4.1-mini", messages: [{ role: "user", content: "a" }], temperature: 0, max_completion_tokens: 9 },
    });
    expect(lines[2].body.seed).toBe(7);
    expect(written).not.toContain(SECRET);
  });

  it("leaves nothing half-written where it is discarded, and says where it cannot be written", async () => {
    using files = folder();
    const file = batchFile(files.at("requests.jsonl"));
    await file.add(await requestOf(asking("a")));
    await file.discard();
    expect([existsSync(files.at("requests.jsonl")), existsSync(files.at("requests.jsonl.partial"))]).toEqual([false, false]);
    const nowhere = batchFile(files.at("none/requests.jsonl"));
    await expect(nowhere.close()).rejects.toMatchObject({ code: "io.batch-not-writable", facts: { system: "ENOENT" } });
  });

  it("takes many requests one after the other", async () => {
    using files = folder();
    const file = batchFile(files.at("many.jsonl"));
    const body = { text: "x".repeat(1_000) };
    for (let i = 0; i < 2_000; i++) await file.add({ custom_id: `r${i}`, method: "POST", url: "/v1/chat/completions", body });
    expect((await file.close()).requests).toBe(2_000);
    expect(readFileSync(files.at("many.jsonl"), "utf8").trim().split("\n")).toHaveLength(2_000);
  });
});

describe("batchModel", () => {
  it("answers as the endpoint would have: text, refusal, cut off, tool calls", async () => {
    using files = folder();
    const requests = ["text", "refusal", "cut", "filter"].map((content) => asking(content));
    const ids = (await Promise.all(requests.map(requestOf))).map(({ custom_id: id }) => id);
    const [text = "", refusal = "", cut = "", filter = ""] = ids;
    const path = files.write("out.jsonl", [
      answered(text),
      answered(refusal, completion(null, { message: { refusal: "I cannot." } })),
      answered(cut, completion("Tra", { choice: { finish_reason: "length" } })),
      answered(filter, completion("", { choice: { finish_reason: "content_filter" } })),
    ]);
    const results = await readBatchResults([path]);
    const read = batchModel(model, { results });
    const given = await Promise.all(requests.map((request) => read.generate(request)));
    expect(given.map(({ message: { content }, finishReason }) => [content, finishReason])).toEqual([
      ["Track.", "stop"],
      ["I cannot.", "refusal"],
      ["Tra", "length"],
      ["", "content-filter"],
    ]);
    expect(given[0]).toMatchObject({ servedBy: "served-model", usage: { inputTokens: 12, outputTokens: 4 }, timings: { totalMs: 0 } });
    expect([results.size, results.unused(), results.problemCount]).toEqual([4, 0, 0]);
    expect(read.ref).toEqual(model.ref);
    expect(await collect(read.stream(asking("text")))).toMatchObject([{ type: "text-delta", text: "Track." }, { type: "end" }]);
    expect(await collect(read.stream(asking("other")))).toMatchObject([{ type: "failure", error: { code: "data.batch-pending" } }]);
  });

  it("chooses by the code that the batch answered", async () => {
    using files = folder();
    const choice = { messages: [{ role: "user", content: "Which?" }], candidates: ["track", "refund"], mode: "best" } as const;
    const requests: BatchRequest[] = [];
    await batchModel(model, { onRequest: (one) => void requests.push(one) })
      .choose?.(choice)
      .catch(() => {});
    const results = await readBatchResults([files.write("out.jsonl", [answered(requests[0]?.custom_id ?? "", completion("B"))])]);
    expect(await batchModel(model, { results }).choose?.(choice)).toMatchObject({ index: 1 });
  });

  it("rejects with what the batch was refused for", async () => {
    using files = folder();
    const { custom_id: openai } = await requestOf(asking("a"));
    const { custom_id: vllm } = await requestOf(asking("b"));
    const path = files.write("errors.jsonl", [
      refused(openai, 400, { message: "Unknown field.", type: "invalid_request_error", code: "unknown_parameter" }),
      // As vLLM's run-batch has it: the error beside a response without a body.
      {
        id: "vllm-1",
        custom_id: vllm,
        response: { status_code: 400, request_id: "r", body: null },
        error: { error: { message: "Too long.", type: "BadRequestError", code: 400 } },
      },
    ]);
    const read = batchModel(model, { results: await readBatchResults([path]) });
    await expect(read.generate(asking("a"))).rejects.toMatchObject({
      code: "use.bad-request",
      facts: { kind: "unknown_parameter", said: "Unknown field." },
    });
    await expect(read.generate(asking("b"))).rejects.toMatchObject({ code: "use.bad-request", facts: { said: "Too long." } });
  });

  it("hands over again what expired, was cancelled or failed by itself", async () => {
    using files = folder();
    const ids = (await Promise.all(["a", "b", "c"].map((content) => requestOf(asking(content))))).map(({ custom_id: id }) => id);
    const [a = "", b = "", c = ""] = ids;
    const path = files.write("out.jsonl", [
      expired(a),
      refused(b, 500, { message: "Oops." }),
      refused(c, 429, { message: "Slow.", code: "rate_limit_exceeded" }),
    ]);
    const results = await readBatchResults([path]);
    const requests: string[] = [];
    const read = batchModel(model, { results, onRequest: ({ custom_id: id }) => void requests.push(id) });
    for (const content of ["a", "b", "c"])
      await expect(read.generate(asking(content))).rejects.toMatchObject({ code: "data.batch-pending" });
    expect(requests).toEqual(ids);
    expect(results.problems.map(({ problem, code, line }) => [problem, code, line])).toEqual([
      ["unanswered", "batch_expired", 1],
      ["unanswered", "500", 2],
      ["unanswered", "rate_limit_exceeded", 3],
    ]);
  });

  it("refuses a model that is wrapped, or none of openaiModel", () => {
    expect(() => batchModel({ ...model }, {})).toThrow(TypeError);
  });
});

describe("readBatchResults", () => {
  it("reads around lines that are cut off, no JSON or no results, and tells each", async () => {
    using files = folder();
    const path = files.write(
      "out.jsonl",
      [
        `\uFEFF${JSON.stringify(answered("a"))}`,
        "",
        "garbage",
        { custom_id: "b" },
        { response: {} },
        answered("c"),
        JSON.stringify(answered("d")).slice(0, 60),
      ],
      "",
    );
    const results = await readBatchResults([path]);
    expect(results.size).toBe(2);
    expect(results.problems.map(({ problem, line, id }) => [problem, line, id])).toEqual([
      ["not-json", 3, null],
      ["not-a-result", 4, "b"],
      ["not-a-result", 5, null],
      ["truncated", 7, null],
    ]);
    expect(results.get("b")).toBeUndefined();
  });

  it("takes an answer over a failure of the same id, and of two answers the first", async () => {
    using files = folder();
    const failed = files.write("errors.jsonl", [refused("a", 400, { message: "Bad." })]);
    const out = files.write("out.jsonl", [
      answered("a"),
      answered("b"),
      answered("b", completion("Other.")),
      answered("a"),
      refused("b", 400, {}),
    ]);
    const results = await readBatchResults([failed, out]);
    expect(results.get("a")).toMatchObject({ body: { model: "served-model" } });
    expect(JSON.stringify(results.get("b"))).toContain("Track.");
    expect(results.problems).toMatchObject([{ problem: "duplicate", id: "b", line: 3 }]);
    expect(results.unused()).toBe(0);
  });

  it("counts all problems and keeps the first hundred", async () => {
    using files = folder();
    const results = await readBatchResults([files.write("out.jsonl", [answered("a"), ...Array(250).fill("x"), answered("b")])]);
    expect([results.problemCount, results.problems.length]).toEqual([250, 100]);
  });

  it("is empty for an empty file", async () => {
    using files = folder();
    expect((await readBatchResults([files.write("empty.jsonl", [], "")])).size).toBe(0);
  });

  it("says that a file is none of results, or is not there", async () => {
    using files = folder();
    const requests = files.write("requests.jsonl", [await requestOf(asking("a"))]);
    await expect(readBatchResults([requests])).rejects.toMatchObject({ code: "data.not-batch-results" });
    await expect(readBatchResults([files.at("none.jsonl")])).rejects.toMatchObject({
      code: "io.batch-unreadable",
      facts: { system: "ENOENT" },
    });
  });
});
