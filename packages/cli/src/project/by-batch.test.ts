import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { type EvalCommandOptions, evalCommand } from "../commands/eval.ts";
import { recordingOutput } from "../recording-output.fixture.ts";
import { type ScriptedProject, scriptedConfig, scriptedProject } from "../scripted-project.fixture.ts";

/** The scripted project with a hosted model that is never reached. */
const hosted = (): ScriptedProject => {
  const inference = JSON.stringify(fileURLToPath(import.meta.resolve("@pawl/inference")));
  const model = `openaiModel({ model: "gpt-4.1-mini", baseUrl: "http://127.0.0.1:1/v1", apiKey: "sk-none" })`;
  return scriptedProject({ "pawl.config.ts": `import { openaiModel } from ${inference};\n${scriptedConfig(`models: [${model}]`)}` });
};

type Document = {
  readonly missing?: number;
  readonly record: { readonly id: string; readonly finishedAt: number | null };
  readonly items: readonly Item[];
};
type Item = { readonly trace: { readonly outcome: { readonly kind: string; readonly output?: unknown } } };
type Ran = { readonly exit: number; readonly output: ReturnType<typeof recordingOutput>; readonly document: Document };

const evaluated = async (project: ScriptedProject, options: Partial<EvalCommandOptions>): Promise<Ran> => {
  const output = recordingOutput();
  const abortSignal = new AbortController().signal;
  const exit = await evalCommand(output, await project.load(), {
    task: "triage",
    split: "dev",
    repeats: 1,
    seed: 1,
    abortSignal,
    ...options,
  });
  return { exit, output, document: output.documents[0] as Document };
};

type Request = { readonly custom_id: string; readonly body: { readonly messages: readonly { readonly content: string }[] } };
const requestsIn = (project: ScriptedProject, path: string): readonly Request[] =>
  readFileSync(project.at(path), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
/** A batch that answers each request with the code "A". */
const answers = (requests: readonly Request[]): string =>
  requests
    .map(({ custom_id }) => {
      const message = { role: "assistant", content: "A", refusal: null };
      const usage = { prompt_tokens: 12, completion_tokens: 1, total_tokens: 13 };
      const body = { model: "gpt-4.1-mini", choices: [{ index: 0, message, finish_reason: "stop", logprobs: null }], usage };
      return `${JSON.stringify({ id: "b", custom_id, response: { status_code: 200, request_id: "r", body }, error: null })}\n`;
    })
    .join("");

it("writes an evaluation as a batch file, and goes on from its results, in part and then whole", async () => {
  using project = hosted();
  const out = project.at("requests.jsonl");
  const written = await evaluated(project, { batchOut: out });
  expect([written.exit, written.document.missing]).toEqual([0, 60]);
  const requests = requestsIn(project, "requests.jsonl");
  expect(requests).toHaveLength(60);
  expect(JSON.stringify(requests)).not.toContain("sk-none");

  project.write("part.jsonl", answers(requests.slice(0, 40)));
  const part = await evaluated(project, { batchIn: [project.at("part.jsonl")], batchOut: project.at("rest.jsonl") });
  expect(part.exit).toBe(0);
  expect(part.document.record.finishedAt).toBeNull();
  expect(part.document.items.filter(({ trace }) => trace.outcome.kind === "ok")).toHaveLength(40);
  const rest = requestsIn(project, "rest.jsonl");
  expect(rest.map(({ custom_id }) => custom_id).sort()).toEqual(
    requests
      .slice(40)
      .map(({ custom_id }) => custom_id)
      .sort(),
  );

  project.write("rest-out.jsonl", answers(rest));
  const whole = await evaluated(project, { batchIn: [project.at("rest-out.jsonl")] });
  expect(whole.exit).toBe(0);
  expect(whole.document.record).toMatchObject({ id: part.document.record.id, finishedAt: expect.any(Number) });
  expect(whole.document.items.every(({ trace: { outcome } }) => outcome.kind === "ok" && outcome.output === "refund")).toBe(true);
});

it("keeps a refused request as that case's outcome, and tells the lines that gave no answer", async () => {
  using project = hosted();
  await evaluated(project, { batchOut: project.at("requests.jsonl") });
  const [first, second, ...others] = requestsIn(project, "requests.jsonl");
  const refused = {
    custom_id: first?.custom_id,
    response: { status_code: 400, body: { error: { message: "No.", code: "bad" } } },
    error: null,
  };
  const expired = { custom_id: second?.custom_id, response: null, error: { code: "batch_expired", message: "Late." } };
  const cut = answers(others).trimEnd().slice(0, -9);
  project.write("out.jsonl", `${JSON.stringify(refused)}\n${JSON.stringify(expired)}\n${cut}`);
  const { exit, output, document } = await evaluated(project, { batchIn: [project.at("out.jsonl")] });
  expect(exit).toBe(0);
  const kinds = document.items.map(({ trace }) => trace.outcome.kind);
  expect(["ok", "error", "aborted"].map((kind) => kinds.filter((one) => one === kind).length)).toEqual([57, 1, 2]);
  const said = output.notes.join("\n");
  for (const part of ["Read 58 answers", "out.jsonl:2", "batch_expired", "out.jsonl:60", "cut off", "2 cases have no answer"])
    expect(said).toContain(part);
});

it("ends with 3 where the results are of other requests, and says so", async () => {
  using project = hosted();
  await evaluated(project, { batchOut: project.at("requests.jsonl") });
  const others = requestsIn(project, "requests.jsonl").map((request) => ({ ...request, custom_id: `other-${request.custom_id}` }));
  project.write("out.jsonl", answers(others));
  const { exit, output } = await evaluated(project, { batchIn: [project.at("out.jsonl")] });
  expect(exit).toBe(3);
  expect(output.notes.join("\n")).toContain("60 belong to requests that were not made");
});

it("refuses a batch of a model in this process, and one on workers; nothing is written", async () => {
  using scripted = scriptedProject();
  await expect(evaluated(scripted, { batchOut: scripted.at("requests.jsonl") })).rejects.toThrow(TypeError);
  await expect(evaluated(scripted, { batchOut: scripted.at("requests.jsonl"), workers: "redis://127.0.0.1:1" })).rejects.toMatchObject({
    code: "use.batch-on-workers",
  });
  expect([existsSync(scripted.at("requests.jsonl")), existsSync(scripted.at("requests.jsonl.partial"))]).toEqual([false, false]);
});
