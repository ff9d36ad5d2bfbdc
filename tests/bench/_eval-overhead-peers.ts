/** How each peer is asked for the same 1,000 cases that do nothing: what is installed, the files of its project and the command. */
export interface Peer {
  readonly name: string;
  readonly install: readonly string[];
  readonly files: { readonly [path: string]: string };
  /** Arguments of Node, in the project's folder. */
  readonly command: readonly string[];
  /** It has native code, which is built for the machine's Node and crashes in ours. */
  readonly native?: boolean;
  readonly env?: { readonly [name: string]: string };
}

const CASES = 1_000;
const rows = Array.from({ length: CASES }, (_, i) => i);

export const PEERS: readonly Peer[] = [
  {
    name: "vitest-evals",
    install: ["vitest-evals", "vitest@4"],
    files: {
      "noop.test.mjs": `import { createHarness, describeEval } from "vitest-evals";
import { expect } from "vitest";
const harness = createHarness({ name: "noop", run: async ({ input }) => ({ output: input, events: [{ type: "message", role: "user", content: String(input) }] }) });
describeEval("noop", { harness }, (it) => {
  it.for(Array.from({ length: ${CASES} }, (_, i) => i))("%s", async (n, { run }) => expect((await run(n)).output).toBe(n));
});
`,
    },
    command: ["node_modules/vitest/vitest.mjs", "run"],
  },
  {
    name: "evalite",
    native: true,
    install: ["evalite", "vitest@3"],
    files: {
      "noop.eval.ts": `import { evalite } from "evalite";
evalite("noop", {
  data: async () => Array.from({ length: ${CASES} }, (_, i) => ({ input: i, expected: i })),
  task: async (n) => n,
  scorers: [{ name: "exact", scorer: ({ output, expected }) => (output === expected ? 1 : 0) }],
});
`,
    },
    command: ["node_modules/evalite/dist/bin.js", "run"],
  },
  {
    name: "promptfoo",
    install: ["promptfoo"],
    files: {
      "provider.mjs": `export default class { id() { return "noop"; } async callApi(prompt) { return { output: prompt }; } }\n`,
      "config.json": JSON.stringify({
        prompts: ["{{n}}"],
        providers: ["file://provider.mjs"],
        tests: rows.map((n) => ({ vars: { n: String(n) }, assert: [{ type: "equals", value: String(n) }] })),
      }),
    },
    command: [
      "node_modules/promptfoo/dist/src/main.js",
      "eval",
      "-c",
      "config.json",
      "--no-cache",
      "--no-progress-bar",
      "--no-table",
      "-j",
      "4",
    ],
    env: { PROMPTFOO_DISABLE_TELEMETRY: "1", PROMPTFOO_DISABLE_UPDATE: "1", PROMPTFOO_DISABLE_SHARING: "1" },
  },
];
