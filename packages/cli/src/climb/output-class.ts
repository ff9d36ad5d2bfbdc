import type { Task } from "@pawl/core";

/**
 * Returns what tells the class of an expected output: a text or a truth value itself, of an object its first field that is an enum. Outputs
 * without a class are all of one.
 */
export function outputClass(task: Pick<Task, "outputJsonSchema">): (output: unknown) => string {
  const properties = Object.entries(Object(task.outputJsonSchema["properties"]));
  const [field] = properties.find(([, schema]) => Array.isArray(Object(schema).enum)) ?? [];
  return (output) => {
    if (typeof output !== "object") return String(output);
    return field === undefined || output === null ? "" : String(Reflect.get(output, field));
  };
}
