import type { Output } from "../output.ts";

/** An output for tests that keeps what was written. */
export interface RecordingOutput extends Output {
  readonly printed: readonly string[];
  readonly notes: readonly string[];
  readonly documents: readonly unknown[];
}

export function recordingOutput(options: { readonly json?: boolean; readonly columns?: number } = {}): RecordingOutput {
  const printed: string[] = [];
  const notes: string[] = [];
  const documents: unknown[] = [];
  return {
    json: options.json ?? false,
    quiet: false,
    live: false,
    columns: options.columns ?? 80,
    print: (text) => void printed.push(text),
    note: (text) => void notes.push(text),
    redraw: () => {},
    document: (value) => void documents.push(value),
    style: (_style, text) => text,
    printed,
    notes,
    documents,
  };
}
