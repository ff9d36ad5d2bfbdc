import { canonicalJson, type Example, hashOf, type Sha256, type Split, sha256 } from "@pawl/core";
import type { ExampleRow } from "./example-row.ts";
import { type IdRegister, idRegister } from "./id-register.ts";
import type { Mistakes } from "./mistakes.ts";

export type Admitted<I, E> = {
  readonly example: Example<I, E>;
  readonly split: Split;
  /** From 1: the line of a file where the row begins, else the number of the row. */
  readonly line: number;
  /** Whether the row names its split itself. */
  readonly placed: boolean;
  /** Of all fields of the example. */
  readonly hash: Sha256;
};

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
      const { input, expected, ...extra } = rest;
      // Canonical JSON is most of the work: it is written once, for the id and for the hash.
      const content = hashOf({ input, expected });
      const admitted = (id: string): Admitted<I, E> => ({
        example: { id, ...rest },
        split,
        line,
        placed: row.split !== undefined,
        hash: sha256(`${JSON.stringify(id)} ${content} ${canonicalJson(extra)}`),
      });
      if (given === undefined) return admitted(ids.contentId(content, line));
      const first = ids.claim(given, line);
      if (first === null) return admitted(given);
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
