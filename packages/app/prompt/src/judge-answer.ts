import type { GenerateResult, Json, Outcome, Task } from "@pawl/core";
import type { OutputForm } from "./output-form.ts";
import { parseOutput } from "./parse-output.ts";
import { fromStrictOutput } from "./strict-schema.ts";

/** What an answer is worth: `ok`, `invalid` with what is wrong, or `refused`. */
export type Judged<O> = Outcome<O> & { readonly kind: "ok" | "invalid" | "refused" };

/** Returns what a model's answer is worth by its finish reason, its text and the task's output schema. */
export async function judgeAnswer<O>(task: Task<string, unknown, O>, form: OutputForm, result: GenerateResult): Promise<Judged<O>> {
  const text = result.message.content;
  switch (result.finishReason) {
    case "content-filter":
      return { kind: "refused", reason: "The engine's content filter withheld the answer." };
    case "refusal":
      return { kind: "refused", reason: text.trim() === "" ? "The model refused to answer." : text };
    case "length":
      return {
        kind: "invalid",
        text,
        issues: [{ path: "", message: "The answer was cut off before it was complete. Answer more briefly." }],
      };
    case "tool-calls":
    case "stop":
    case "other":
      break;
  }
  const parsed = parseOutput(text, form);
  if (!parsed.success) return { kind: "invalid", text, issues: [{ path: "", message: parsed.message }] };
  return judgeValue(task, form.kind === "json" ? fromStrictOutput(parsed.value, task.outputJsonSchema) : parsed.value, text);
}

/** Returns `ok` with the output as the task's schema gives it, or `invalid` with the path and message of every issue. */
export async function judgeValue<O>(task: Task<string, unknown, O>, value: Json, text: string): Promise<Judged<O>> {
  const validated = await task.output["~standard"].validate(value);
  if (validated.issues === undefined) return { kind: "ok", output: validated.value };
  return { kind: "invalid", text, issues: validated.issues.map(({ path, message }) => ({ path: pathText(path), message })) };
}

/** Returns a Standard Schema path as text: `lines.0.sku`; empty for the whole value. */
export function pathText(path: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined): string {
  return (path ?? []).map((part) => String(typeof part === "object" ? part.key : part)).join(".");
}
