import type { Output } from "./output.ts";

export interface RecordingOutput extends Output {
  readonly printed: readonly string[];
  readonly notes: readonly string[];
  readonly documents: readonly unknown[];
  /** What streamed, part by part. */
  readonly written: readonly string[];
}

/** Returns an output without a terminal that keeps what was written. */
export function recordingOutput(options: { readonly json?: boolean; readonly columns?: number } = {}): RecordingOutput {
  const printed: string[] = [];
  const notes: string[] = [];
  const documents: unknown[] = [];
  const written: string[] = [];
  return {
    json: options.json ?? false,
    quiet: false,
    live: false,
    columns: options.columns ?? 80,
    rows: 24,
    write: (text) => void written.push(text),
    fail: (text) => void notes.push(text),
    print: (text) => void printed.push(text),
    note: (text) => void notes.push(text),
    redraw: () => {},
    document: (value) => void documents.push(value),
    style: (_style, text) => text,
    printed,
    notes,
    documents,
    written,
  };
}
