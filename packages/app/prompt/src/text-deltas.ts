import type { RunEvent } from "@pawl/core";

/** A stream of answer text without its end, which the Runner adds. */
export type AnswerEvent = Exclude<RunEvent<never>, { readonly type: "end" }>;

/** Gives the text of a call as events and returns its result; `heard.text` says afterwards whether there was any. */
export async function* textDeltas<R>(calling: AsyncGenerator<string, R>, heard: { text: boolean }): AsyncGenerator<AnswerEvent, R> {
  let next = await calling.next();
  try {
    for (; !next.done; next = await calling.next()) {
      if (next.value === "") continue;
      heard.text = true;
      yield { type: "text-delta", text: next.value };
    }
    return next.value;
  } finally {
    // A call that the consumer left is stopped, which settles it.
    const stopped: AsyncIterator<string, R> = calling;
    if (!next.done) await stopped.return?.();
  }
}
