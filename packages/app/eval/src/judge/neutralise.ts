import { neutraliseText } from "@pawl/policy";

/** Returns graded text that cannot pass for a part of the judge's prompt: chat markers and the prompt's own tags stay readable and lose their first character. */
export function neutralised(text: string, tags: readonly string[]): string {
  // What a judge is shown decides its scores: markers of models of code stay, as they were when judges were calibrated.
  return neutraliseText(text, { tags, markers: "chat" });
}
