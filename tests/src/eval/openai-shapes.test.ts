import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Example } from "@pawl/core";
import { openaiDataSourceConfig, readOpenaiEvals, readOpenaiGraders, writeOpenaiEvals } from "@pawl/eval/adapters";
import { type BatchRequest, batchFile, batchModel, openaiModel, readBatchResults } from "@pawl/inference";
import type OpenAI from "openai";
import type { BatchCreateParams } from "openai/resources/batches";
import type { CreateEvalJSONLRunDataSource, EvalCreateParams } from "openai/resources/evals";
import type { OutputItemListResponse } from "openai/resources/evals/runs";
import type {
  LabelModelGrader,
  MultiGrader,
  PythonGrader,
  ScoreModelGrader,
  StringCheckGrader,
  TextSimilarityGrader,
} from "openai/resources/graders";
import { describe, expect, expectTypeOf, it } from "vitest";

/** What drifts from the types of OpenAI's SDK does not compile: each shape that is read or written here stands once more as a value of the SDK's type. */
const FIXTURES = new URL("../../../packages/app/eval/fixtures/adapters/", import.meta.url);
const fixture = (name: string): string => readFileSync(new URL(name, FIXTURES), "utf8");
const lines = (text: string): unknown[] =>
  text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));

const OUTPUT = "{{ sample.output_text }}";
const LABEL = "{{ item.correct_label }}";
const check = { type: "string_check", name: "exact label", input: OUTPUT, reference: LABEL, operation: "eq" } satisfies StringCheckGrader;
const similar = {
  type: "text_similarity",
  name: "fuzzy",
  input: OUTPUT,
  reference: LABEL,
  evaluation_metric: "fuzzy_match",
  pass_threshold: 0.8,
} satisfies EvalCreateParams.TextSimilarity;
const ticket = {
  name: "ticket eval",
  data_source_config: {
    type: "custom",
    item_schema: { type: "object", properties: { ticket: { type: "string" } } },
    include_sample_schema: true,
  },
  testing_criteria: [
    check,
    { ...check, name: "no apology", reference: "sorry", operation: "ne" },
    { ...check, name: "mentions", input: "{{sample.output_text}}", operation: "ilike" },
    similar,
    { ...similar, name: "rouge", evaluation_metric: "rouge_1", pass_threshold: 0.5 },
    { ...similar, name: "meaning", evaluation_metric: "cosine", pass_threshold: 0.9 },
    { type: "python", name: "code", source: "def grade(sample, item):\n  return 1.0\n" },
    {
      type: "label_model",
      name: "tone",
      model: "gpt-4.1",
      input: [
        { role: "developer", content: "Sort the reply." },
        { role: "user", content: [{ type: "input_text", text: "Reply: {{ sample.output_text }}" }] },
      ],
      labels: ["kind", "rude"],
      passing_labels: ["kind"],
    },
    {
      type: "score_model",
      name: "helpful",
      model: "o4-mini",
      input: [{ role: "user", type: "message", content: "How helpful is {{ sample.output_text }} for {{ item.ticket }}?" }],
      range: [1, 5],
      sampling_params: { temperature: 0 },
    },
  ],
} satisfies EvalCreateParams;

/** The SDK has one grader where the guide shows several by name. */
type NamedGraders = Omit<MultiGrader, "graders"> & { graders: { [name: string]: MultiGrader["graders"] } };
const call = {
  type: "multi",
  name: "function call",
  graders: {
    name_match: {
      type: "string_check",
      name: "name",
      input: "{{ sample.output_json.name }}",
      reference: "{{ item.call.name }}",
      operation: "eq",
    },
    args_match: {
      type: "text_similarity",
      name: "args",
      input: "{{ sample.output_json.args[0] }}",
      reference: "{{ item.call.args[0] }}",
      evaluation_metric: "fuzzy_match",
    },
  },
  calculate_output: "0.25 * name_match + 0.75 * min(args_match, 1)",
} satisfies NamedGraders;

describe("graders", () => {
  it("of our files are what the SDK sends", () => {
    expect(JSON.parse(fixture("ticket.graders.json"))).toEqual(ticket);
    expect(JSON.parse(fixture("call.grader.json"))).toEqual(call);
  });

  it("of every kind, operation and metric that the SDK has are known", () => {
    type Kind = (StringCheckGrader | TextSimilarityGrader | PythonGrader | LabelModelGrader | ScoreModelGrader | MultiGrader)["type"];
    expectTypeOf<Kind>().toEqualTypeOf<"string_check" | "text_similarity" | "python" | "label_model" | "score_model" | "multi">();
    // A record of all: the compiler asks for those that the SDK adds.
    const operations: { [operation in StringCheckGrader["operation"]]: true } = { eq: true, ne: true, like: true, ilike: true };
    const metrics: { [metric in TextSimilarityGrader["evaluation_metric"]]: true } = {
      cosine: true,
      fuzzy_match: true,
      bleu: true,
      gleu: true,
      meteor: true,
      rouge_1: true,
      rouge_2: true,
      rouge_3: true,
      rouge_4: true,
      rouge_5: true,
      rouge_l: true,
    };
    const graders = [
      ...Object.keys(operations).map((operation) => ({ ...check, name: operation, operation })),
      ...Object.keys(metrics).map((metric) => ({ ...similar, name: metric, evaluation_metric: metric, pass_threshold: undefined })),
      { ...call, graders: check, calculate_output: "exact" } satisfies MultiGrader,
      { ...call, graders: { ...check, name: "exact" }, calculate_output: "exact" } satisfies MultiGrader,
    ];
    const { scorers, unsupported } = readOpenaiGraders(graders);
    expect(scorers.map(({ name }) => name)).toEqual([
      ...Object.keys(operations),
      ...Object.keys(metrics).filter((metric) => metric !== "cosine"),
      "function call",
    ]);
    // Without an embedding model; and a formula that names nothing that is there.
    expect(unsupported.map(({ what }) => what)).toEqual(["text_similarity", "multi"]);
  });
});

describe("data of evals", () => {
  type Content = CreateEvalJSONLRunDataSource.FileContent.Content;

  it("is the content of the SDK's file source, read and written", () => {
    const content = [
      { item: { ticket: "My monitor won't turn on — help!", correct_label: "Hardware" } },
      {
        item: { ticket: "I'm in vim and I can't quit", correct_label: "Software", tags: ["cli", 1, null] },
        sample: { output_text: "Software" },
      },
      { item: { ticket: "Nested", meta: { a: [1, { b: true }] }, correct_label: "Other" } },
      { item: { ticket: "No label here \u0000 🙂" } },
    ] satisfies Content[];
    expect(lines(fixture("items.evals.jsonl"))).toEqual(content);
    const options = { expectedField: "correct_label", shape: "item" } as const;
    const { examples } = readOpenaiEvals(fixture("items.evals.jsonl"), options);
    expect(lines(writeOpenaiEvals(examples, options))).toEqual(content.map(({ item }) => ({ item })));
  });

  it("has a configuration that the SDK takes as it is", () => {
    expectTypeOf(openaiDataSourceConfig).returns.toExtend<EvalCreateParams.Custom>();
    expectTypeOf(openaiDataSourceConfig).returns.toExtend<EvalCreateParams["data_source_config"]>();
  });

  it("is read from the output items of a run, with what the model answered", () => {
    const usage = { cached_tokens: 0, completion_tokens: 1, prompt_tokens: 9, total_tokens: 10 };
    const sample = {
      error: { code: "", message: "" },
      finish_reason: "stop",
      input: [{ role: "user", content: "Sort: It is broken" }],
      max_completion_tokens: 9,
      model: "gpt-4.1",
      output: [{ role: "assistant", content: "Hardware" }],
      seed: 42,
      temperature: 1,
      top_p: 1,
      usage,
    } satisfies OutputItemListResponse.Sample;
    const row = {
      id: "outputitem_1",
      created_at: 1,
      datasource_item: { ticket: "It is broken", correct_label: "Hardware" },
      datasource_item_id: 0,
      eval_id: "eval_1",
      object: "eval.run.output_item",
      results: [{ name: "exact label", passed: true, score: 1 }],
      run_id: "evalrun_1",
      sample,
      status: "pass",
    } satisfies OutputItemListResponse;
    const read = readOpenaiEvals(JSON.stringify(row), { expectedField: "correct_label" });
    const expected: Example = { id: "line-1", input: { ticket: "It is broken" }, expected: "Hardware" };
    expect(read.examples).toEqual([expected]);
    expect(read.samples.get("line-1")).toEqual(sample);
  });
});

describe("batches", () => {
  it("are for an endpoint of the SDK, and their answers are its completions", async () => {
    expectTypeOf<BatchRequest["url"]>().toExtend<BatchCreateParams["endpoint"]>();
    const folder = mkdtempSync(join(tmpdir(), "pawl-shapes-"));
    try {
      const model = openaiModel({ model: "gpt-4.1-mini", apiKey: "k" });
      const file = batchFile(join(folder, "requests.jsonl"));
      const asked = { messages: [{ role: "user", content: "Hi" }], sampling: {} } as const;
      await batchModel(model, { onRequest: file.add })
        .generate(asked)
        .catch(() => {});
      await file.close();
      const [request] = lines(readFileSync(join(folder, "requests.jsonl"), "utf8"));
      const body = {
        model: "gpt-4.1-mini",
        messages: [{ role: "user", content: "Hi" }],
      } satisfies OpenAI.ChatCompletionCreateParamsNonStreaming;
      expect(request).toMatchObject({ method: "POST", url: "/v1/chat/completions", body });
      const answer = {
        id: "chatcmpl-1",
        object: "chat.completion",
        created: 1,
        model: "gpt-4.1-mini",
        choices: [{ index: 0, finish_reason: "stop", logprobs: null, message: { role: "assistant", content: "Hello.", refusal: null } }],
        usage: { prompt_tokens: 8, completion_tokens: 2, total_tokens: 10 },
      } satisfies OpenAI.ChatCompletion;
      const { custom_id: id } = Object(request);
      const row = { id: "batch_req_1", custom_id: id, response: { status_code: 200, request_id: "r", body: answer }, error: null };
      const out = join(folder, "out.jsonl");
      writeFileSync(out, `${JSON.stringify(row)}\n`);
      const results = await readBatchResults([out]);
      expect(await batchModel(model, { results }).generate(asked)).toMatchObject({ message: { content: "Hello." } });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
