import { expect, it } from "vitest";
import { answeredBy } from "./judge.fixture.ts";
import { modelFamilies, modelsOf, requireOtherFamily, sharedFamily } from "./model-family.ts";

it.each([
  ["openai:gpt-4.1-mini", ["openai"]],
  ["gpt-oss-20b", ["openai"]],
  ["o3-mini", ["openai"]],
  ["o4", ["openai"]],
  ["anthropic/claude-sonnet-4", ["anthropic"]],
  ["gemini-2.5-pro", ["google"]],
  ["gemma-3-270m", ["google"]],
  ["meta-llama/Llama-3.1-8B-Instruct", ["meta"]],
  ["CodeLlama-7b", ["meta"]],
  ["mistralai/Mixtral-8x7B", ["mistral"]],
  ["qwen2.5-coder-0.5b", ["qwen"]],
  ["QwQ-32B", ["qwen"]],
  ["deepseek-r1-distill-qwen-7b", ["deepseek", "qwen"]],
  ["nvidia/Llama-3.1-Nemotron-70B", ["meta", "nvidia"]],
  ["Phi-4", ["microsoft"]],
  ["smollm2-135m-instruct", ["smollm"]],
  ["Yi-34B", ["01-ai"]],
  ["command-r-plus", ["cohere"]],
  ["glm-4", ["zhipu"]],
  ["in-house", []],
  ["philosopher-2", []],
  ["solo1", []],
])("reads the families of %s", (id, families) => {
  expect(modelFamilies(id)).toEqual(families);
});

it("finds what two models share", () => {
  expect(sharedFamily({ id: "qwen3-8b" }, { id: "deepseek-r1-distill-qwen-7b" })).toBe("qwen");
  expect(sharedFamily({ id: "qwen3-8b" }, { id: "llama-3-8b" })).toBeNull();
  expect(sharedFamily({ id: "in-house" }, { id: "in-house" })).toBe("in-house");
  expect(sharedFamily({ id: "in-house" }, { id: "out-house" })).toBeNull();
  expect(sharedFamily({ id: "in-house" }, { id: "out-house" }, [[/house/, "house"]])).toBe("house");
});

it("refuses a judge of one family with any of the models that it grades", () => {
  expect(() => requireOtherFamily({ id: "qwen3-8b" }, [{ id: "llama-3-8b" }, { id: "in-house" }])).not.toThrow();
  expect(() => requireOtherFamily({ id: "qwen3-8b" }, [{ id: "llama-3-8b" }, { id: "qwen2.5-7b" }])).toThrow(
    expect.objectContaining({ code: "use.same-family", facts: { judge: "qwen3-8b", candidate: "qwen2.5-7b", family: "qwen" } }),
  );
});

it("names the models of a trace once", () => {
  expect(modelsOf({ steps: [answeredBy("a"), answeredBy("b"), answeredBy("a")] })).toEqual([{ id: "a" }, { id: "b" }]);
});
