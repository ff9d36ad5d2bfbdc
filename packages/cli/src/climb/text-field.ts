import type { Json, Task } from "@pawl/core";

/** Returns the name of the input's one text field, which retrieval and baselines read; null where the input has another shape. */
export function textField(task: Task): string | null {
  const schema = task.input["~standard"].jsonSchema.input({ target: "draft-2020-12" });
  const properties = schema["properties"];
  if (typeof properties !== "object" || properties === null) return null;
  const texts = Object.entries(properties).filter(
    ([, field]) => typeof field === "object" && field !== null && "type" in field && field.type === "string",
  );
  const [only] = texts;
  return texts.length === 1 && only !== undefined ? only[0] : null;
}

/** Returns an input as one text: its text field, or its JSON. */
export function inputAsText(field: string | null, input: unknown): string {
  if (typeof input === "string") return input;
  const value = field !== null && typeof input === "object" && input !== null ? Reflect.get(input, field) : undefined;
  return typeof value === "string" ? value : JSON.stringify(input as Json);
}
