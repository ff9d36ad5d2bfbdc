import { PawlError, type Task } from "@pawl/core";

const LISTED = 20;

/**
 * Refuses an input that does not fit its task.
 * @throws PawlError `data.invalid-input` with all that does not fit, and how an input of several fields is given.
 */
export async function checkInput(task: Task, input: unknown, where: string | null): Promise<void> {
  const { issues } = await task.input["~standard"].validate(input);
  if (issues === undefined) return;
  const told = issues.map(({ message, path = [] }) => {
    const field = path.map((part) => String(typeof part === "object" ? part.key : part)).join(".");
    return field === "" ? message : `"${field}": ${message}`;
  });
  const more = told.length > LISTED ? `; and ${told.length - LISTED} more` : "";
  const { properties } = task.input["~standard"].jsonSchema.input({ target: "draft-2020-12" });
  const fields = typeof properties === "object" && properties !== null ? Object.keys(properties) : [];
  const how = fields.length === 0 ? "" : ` Give it as JSON: '{${fields.map((field) => `"${field}": …`).join(", ")}}'.`;
  throw new PawlError(
    "data.invalid-input",
    `${where === null ? "The input" : `${where}: the input`} does not fit the task "${task.name}": ${told.slice(0, LISTED).join("; ")}${more}.${how}`,
    { facts: { task: task.name, where, issues: told.slice(0, LISTED) } },
  );
}
