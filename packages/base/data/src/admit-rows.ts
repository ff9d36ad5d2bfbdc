import type { Example, Split } from "@pawl/core";
import type { ExampleRow } from "./example-row.ts";
import { type IdRegister, idRegister } from "./id-register.ts";
import type { Mistakes } from "./mistakes.ts";

export type Admitted<I, E> = { readonly example: Example<I, E>; readonly split: Split };

export interface Admission<I, E> {
  /** Returns the example with its id, or null where the id is taken, which is a mistake. */
  readonly admit: (
    row: ExampleRow<I, E>,
    at: { readonly file: string; readonly line: number; readonly split: Split },
  ) => Admitted<I, E> | null;
}

/** Returns the last step of loading: each row gets its id and its split; an id that stands twice is a mistake. */
export function admission<I, E>(mistakes: Pick<Mistakes, "add">): Admission<I, E> {
  const ids: IdRegister = idRegister();
  let firstFile: string | null = null;
  return {
    admit: (row, { file, line, split: otherwise }) => {
      firstFile ??= file;
      const { id: given, split = otherwise, ...rest } = row;
      if (given === undefined) return { example: { id: ids.contentId(row, line), ...rest }, split };
      const first = ids.claim(given, line);
      if (first === null) return { example: { id: given, ...rest }, split };
      mistakes.add({
        file,
        line,
        field: "id",
        problem: "duplicate-id",
        says: `"id" is ${JSON.stringify(given)}, which ${file === firstFile ? `line ${first}` : "an earlier row"} has already.`,
      });
      return null;
    },
  };
}
