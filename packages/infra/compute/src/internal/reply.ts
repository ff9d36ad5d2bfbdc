import { errorShape, type Json, jsonText, type PawlErrorShape } from "@pawl/core";

/** What a worker answers: the result, or the error that its handler threw. */
export type Reply<Result extends Json> = { readonly result: Result } | { readonly error: PawlErrorShape };

/** Returns the reply of a handler: its result as JSON gives it back, or what it threw. Never rejects. */
export async function replyOf<Result extends Json>(handle: () => Promise<Result>): Promise<Reply<Result>> {
  try {
    const result: Result = JSON.parse(jsonText(await handle()));
    return { result };
  } catch (error) {
    return { error: errorShape(error) };
  }
}

/** Returns what a job is answered with whose id is not on the queue. */
export function unknownJob(id: string): { readonly error: PawlErrorShape } {
  const message = `The queue has no job "${id}": it was never added, was forgotten, or the server lost it. Add it again.`;
  return { error: { code: "data.unknown-job", message, retryable: true, facts: { id } } };
}
