import { errorShape, type StreamEvent } from "@pawl/core";

/** Returns the last event of a stream that a wrapper ends: nothing was streamed and nothing used. */
export function failureEvent(error: unknown): StreamEvent {
  return { type: "failure", error: errorShape(error), partial: "", usage: null };
}
