import { collectMistakes } from "./mistakes.ts";

/** @throws PawlError `data.invalid-rows` with all rows that have no id, or one that stood before. */
export function checkIds(rows: readonly { readonly id: string }[], called: string): void {
  const mistakes = collectMistakes({ place: ({ line }) => `The ${called} ${line}`, advice: `Give each ${called} an id of its own.` });
  const seen = new Map<string, number>();
  for (const [i, { id }] of rows.entries()) {
    const at = { file: `${called}s`, line: i + 1, field: "id" };
    if (typeof id !== "string" || id === "") mistakes.add({ ...at, problem: "missing-field", says: '"id" is missing.' });
    else if (seen.has(id))
      mistakes.add({ ...at, problem: "duplicate-id", says: `"id" is ${JSON.stringify(id)}, which ${called} ${seen.get(id)} has already.` });
    else seen.set(id, i + 1);
  }
  mistakes.throwIfAny();
}
