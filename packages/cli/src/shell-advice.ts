/** An advice for who calls a package in code, and the one for who types a command. */
export interface ShellAdvice {
  /** As the package says it. */
  readonly said: string;
  readonly typed: string;
}

export const SHELL_ADVICE: readonly ShellAdvice[] = [
  { said: "Name it .jsonl, .json, .csv or .tsv, or give the format.", typed: "Name it .jsonl, .json, .csv or .tsv." },
  { said: "Choose another name, or say that it may be replaced.", typed: "Choose another name, or replace it: --overwrite." },
  {
    said: "Choose another place, or say that files may be replaced.",
    typed: "Choose another folder (--out FOLDER), or replace what is there: --overwrite.",
  },
  { said: "Split them by cluster.", typed: "Leave --time out: rows are then split by near-duplicate cluster." },
  {
    said: "Load it again; what was run on it stands for the old rows.",
    typed: "Run the command again; what was answered on the old rows is kept and not mixed in.",
  },
  { said: "Write it again with saveArtefact.", typed: "Take it back from git, or climb again." },
  { said: "Give the log of this climb, or climb without one.", typed: "Climb without --replay." },
  {
    said: "Climb without the log, or give the store it was made with.",
    typed: "Climb without --replay, or bring back the store it was made with.",
  },
  { said: "Mend the lines, or start without the log.", typed: "Take it back from git, or climb without --replay." },
  {
    said: "Write it to a batch file, have that run, and read its results.",
    typed: "Write the requests with --batch-out FILE, have them run, and read the results with --batch-in FILE.",
  },
  {
    said: "Evaluate the older run again with the same store: only its scores are computed anew.",
    typed: "Run the eval of the older one again: its answers are in the store, only its scores are computed anew.",
  },
  { said: "Wrap what batchModel returns.", typed: "Name a hosted model: --model openai:NAME, or one of that kind in pawl.config.ts." },
  {
    said: "Evaluate both on the same examples.",
    typed:
      'Take two runs on the same examples: a climb\'s own runs, on parts of dev, count as "last" too. "pawl report" lists the ids, with each one\'s split.',
  },
  { said: '("passFrom")', typed: "(--pass-from)" },
  { said: 'say which one people used ("range")', typed: "say which one people used (--scale)" },
  { said: '"bar" is within', typed: "--bar is within" },
  { said: "Leave the probes out, or judge a text of it.", typed: "Leave --probes out, or judge a text of it." },
  { said: "Set it, or give `apiKey`.", typed: "Set it, or give `apiKey` to openaiModel in pawl.config.ts." },
];

/** Returns a failure's message for who typed a command: advice that only code can follow is put into options. */
export function shellMessage(message: string): string {
  return SHELL_ADVICE.reduce((text, { said, typed }) => text.replace(said, typed), message);
}
