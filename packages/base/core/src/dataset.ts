import type { Example, Split } from "./example.ts";
import type { Sha256 } from "./scalars.ts";
import type { TaskRef } from "./task.ts";

/** What everything that only reads needs; the loader of `data` gives it, streaming, with the sealed split behind `unseal`. */
export interface Dataset<out I = unknown, out E = unknown> {
  readonly name: string;
  readonly task: TaskRef;
  /** Each split has its own hash: new training rows neither end a run on dev nor forget the looks at test. */
  readonly splits: { readonly [split in Split]: { readonly hash: Sha256; readonly size: number } };
  readonly read: (split: Exclude<Split, "test">) => AsyncIterable<Example<I, E>>;
  readonly unseal: (reason: string) => AsyncIterable<Example<I, E>>;
}
