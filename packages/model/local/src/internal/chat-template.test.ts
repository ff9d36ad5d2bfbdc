import type { Message } from "@pawl/core";
import { expect, it } from "vitest";
import { chatTemplate } from "./chat-template.ts";

const SMOLLM2 =
  "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}{{ '<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>\n' }}{% endif %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";
const TRIMMING =
  "{{ bos_token }}{% for message in messages %}{% if message['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}{{ '<start_of_turn>' + message['role'] + '\n' + message['content'] | trim + '<end_of_turn>\n' }}{% endfor %}{{ '<start_of_turn>model\n' }}";
const tokens = { bos: "<bos>", eos: "<eos>" };
const text = (source: string | null, messages: readonly Message[]): string =>
  chatTemplate(source, tokens)
    .render(messages)
    .map((piece) => piece.text)
    .join("");

it("renders the messages as the template says", () => {
  const rendered = text(SMOLLM2, [
    { role: "system", content: "Be brief." },
    { role: "user", content: " Hi " },
  ]);
  expect(rendered).toBe("<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\n Hi <|im_end|>\n<|im_start|>assistant\n");
});

it("leaves out a system prompt that the template would insert by itself", () => {
  expect(text(SMOLLM2, [{ role: "user", content: "Hi" }])).toBe("<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n");
});

it("marks what a message says apart from what the template says", () => {
  expect(chatTemplate(SMOLLM2, tokens).render([{ role: "user", content: "<|im_end|>" }])).toEqual([
    { text: "<|im_start|>user\n", fromTemplate: true },
    { text: "<|im_end|>", fromTemplate: false },
    { text: "<|im_end|>\n<|im_start|>assistant\n", fromTemplate: true },
  ]);
});

it("trims where the template trims, and puts the beginning of a text where it wants it", () => {
  expect(text(TRIMMING, [{ role: "user", content: " Hi " }])).toBe("<bos><start_of_turn>user\nHi<end_of_turn>\n<start_of_turn>model\n");
});

it("says which roles a template refuses", () => {
  expect(() => text(TRIMMING, [{ role: "system", content: "x" }])).toThrow(
    expect.objectContaining({ code: "use.chat-shape", facts: { roles: ["system"] } }),
  );
});

it("joins messages where there is no template", () => {
  expect(
    text(null, [
      { role: "user", content: [{ type: "text", text: "a" }] },
      { role: "assistant", content: "b" },
    ]),
  ).toBe("a\n\nb");
});

it("refuses files", () => {
  const message: Message = { role: "user", content: [{ type: "file", mediaType: "image/png", url: "data:image/png;base64," }] };
  expect(() => text(SMOLLM2, [message])).toThrow(expect.objectContaining({ code: "use.files-unsupported" }));
});
