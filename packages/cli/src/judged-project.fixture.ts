import { fileURLToPath } from "node:url";
import { scriptedConfig } from "./scripted-project.fixture.ts";

const judges = JSON.stringify(fileURLToPath(import.meta.resolve("@pawl/eval/judge")));
const core = JSON.stringify(fileURLToPath(import.meta.resolve("@pawl/core")));

export interface JudgedConfigOptions {
  /** What the judge is told of a polite answer. */
  readonly anchor?: string;
  /** Code that runs before the judge answers. */
  readonly fails?: string;
  /** What the task is scored by, as an expression. */
  readonly scorers?: string;
}

/** The scripted project with a judge of greetings, whose model is called "judge" and finds what has "shop" in it polite. */
const config = ({ anchor = "it greets", fails = "", scorers = "[...config.tasks.say.scorers, judge]" }: JudgedConfigOptions): string => `
import { PawlError } from ${core};
import { criterionJudge, yesNo } from ${judges};
${scriptedConfig(`tasks: { say: { ...config.tasks.say, scorers: ${scorers} } }`)}
const reply = (content) => ({ message: { role: "assistant", content }, finishReason: "stop", usage: null, timings: { totalMs: 1, queuedMs: null, timeToFirstTokenMs: null, timePerOutputTokenMs: null }, servedBy: "judge", logProbs: null });
const judge = criterionJudge({
  name: "polite",
  draws: 1,
  criterion: yesNo("Is it polite?", { yes: ${JSON.stringify(anchor)}, no: "it does not" }),
  model: {
    ref: { id: "judge" },
    capabilities: { family: "judge", contextTokens: null, jsonSchema: "none", tools: false, logProbs: false, files: [], price: null },
    countTokens: (text) => text.length,
    stream: async function* () {},
    generate: async ({ messages }) => {
      ${fails}
      const text = /<answer>([^]*)<\\/answer>/.exec(String(messages.at(-1).content))[1];
      return reply(JSON.stringify({ reasoning: "I read it.", verdict: text.includes("shop") ? "yes" : "no" }));
    },
  },
});
`;

/** Returns the text of that configuration. The judge stands below its use, so the export comes last. */
export function judgedConfig(options: JudgedConfigOptions = {}): string {
  const lines = config(options).split("\n");
  const at = lines.findIndex((line) => line.startsWith("export default"));
  return [...lines.slice(0, at), ...lines.slice(at + 1), lines[at] ?? ""].join("\n");
}

/** So many rows of the task of greetings, as JSONL. */
export function greetings(count: number): string {
  return Array.from(
    { length: count },
    (_, i) => `${JSON.stringify({ id: `s${i}`, split: "dev", input: { message: `Hi ${i}` }, expected: "Hello from the shop." })}\n`,
  ).join("");
}

/** A variant of the judged task beside the one that it begins with. */
export const WARM_VARIANT: object = {
  format: "pawl.variant/1",
  task: "say",
  model: { id: "scripted" },
  instructions: "Greet warmly.",
  sampling: {},
  decoding: "free",
  reasks: 0,
  demonstrations: { kind: "none" },
};
