import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blessCommand } from "./commands/bless.ts";
import { climbCommand } from "./commands/climb.ts";
import { compareCommand } from "./commands/compare.ts";
import { compareManyCommand } from "./commands/compare-many.ts";
import { evalCommand } from "./commands/eval.ts";
import { evalUntilDecidedCommand } from "./commands/eval-until-decided.ts";
import { gateCommand } from "./commands/gate.ts";
import { reportCommand } from "./commands/report.ts";
import { greetings, judgedConfig, WARM_VARIANT } from "./judged-project.fixture.ts";
import type { Output } from "./output.ts";
import type { Project } from "./project/project.ts";
import { recordingOutput } from "./recording-output.fixture.ts";
import { scriptedProject } from "./scripted-project.fixture.ts";

const abortSignal = new AbortController().signal;
const rows = [
  ...greetings(30).trim().split("\n"),
  ...greetings(60)
    .trim()
    .split("\n")
    .slice(30)
    .flatMap((line, i) => [line.replace('"dev"', i % 2 ? '"test"' : '"train"')]),
];
const made = scriptedProject({ "pawl.config.ts": judgedConfig({ scorers: "[judge]" }), "data/say.jsonl": `${rows.join("\n")}\n` });
const usual = { task: "say", repeats: 1, seed: 1, abortSignal } as const;
/** Another variant, so that there are two runs. */
const other = { variant: made.at("other.json") };
const files = { markdown: made.at("out.md"), junit: made.at("out.xml") };
let ids: readonly [string, string] = ["", ""];

/** What a command prints, and the files that it names. */
const said = async (command: (output: Output, project: Project) => Promise<unknown>): Promise<readonly (readonly [string, string])[]> => {
  const output = recordingOutput({ columns: 100 });
  await command(output, await made.load());
  const { report } = Object(output.documents[0]);
  return [
    ["terminal", output.printed.join("\n")],
    ...(typeof report === "string" ? [["report", readFileSync(report, "utf8")] as const] : []),
  ];
};
const withFiles = async (command: Parameters<typeof said>[0]): ReturnType<typeof said> => [
  ...(await said(command)),
  ["Markdown", readFileSync(files.markdown, "utf8")],
  ["JUnit", readFileSync(files.junit, "utf8")],
];

beforeAll(async () => {
  made.write("other.json", JSON.stringify(WARM_VARIANT));
  const run = async (options: { readonly variant?: string }): Promise<string> => {
    const output = recordingOutput();
    await evalCommand(output, await made.load(), { ...usual, ...options, split: "dev" });
    return Object(output.documents[0]).record.id;
  };
  ids = [await run({}), await run(other)];
  await blessCommand(recordingOutput(), await made.load(), { ...usual, run: ids[0] });
});
afterAll(() => made[Symbol.dispose]());

const COMMANDS: { readonly [command: string]: () => ReturnType<typeof said> } = {
  eval: () => withFiles((output, project) => evalCommand(output, project, { ...usual, ...files, split: "dev" })),
  "eval --until-decided": () => said((output, project) => evalUntilDecidedCommand(output, project, { ...usual, ...other })),
  report: () => withFiles((output, project) => reportCommand(output, project, { ...files, run: ids[0] })),
  "report of two": () => withFiles((output, project) => reportCommand(output, project, { ...files, run: ids[1], champion: ids[0] })),
  compare: () => withFiles((output, project) => compareCommand(output, project, { ...files, champion: ids[0], candidate: ids[1] })),
  "compare of several": async () => [
    ...(await said((output, project) => compareManyCommand(output, project, { runs: ids, markdown: files.markdown }))),
    ["Markdown", readFileSync(files.markdown, "utf8")],
  ],
  gate: () => withFiles((output, project) => gateCommand(output, project, { ...usual, ...files, run: ids[1] })),
  "gate --until-decided": () => withFiles((output, project) => gateCommand(output, project, { ...usual, ...files, untilDecided: true })),
  climb: () => said((output, project) => climbCommand(output, project, { ...usual, replay: false, name: "pawl", budget: { ms: 60_000 } })),
};

describe("a judge that nobody compared with people", () => {
  it.each(Object.entries(COMMANDS))("is marked in all that is shown by: pawl %s", async (_, run) => {
    for (const [form, text] of await run())
      expect([form, text.replace(/\s+/g, " ")]).toEqual([form, expect.stringContaining("not calibrated")]);
  });
});
