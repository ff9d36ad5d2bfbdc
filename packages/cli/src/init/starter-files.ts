import { STARTER_EXAMPLES } from "./starter-examples.ts";

export interface StarterAnswers {
  /** Folder name and npm name of the project. */
  readonly project: string;
  /** Name of the first task: lower-case letters, digits and hyphens. */
  readonly task: string;
  readonly model: "local" | "openai";
  /** Name in the local catalogue, or id at the endpoint. */
  readonly modelName: string;
}

export const DEFAULT_ANSWERS: StarterAnswers = { project: "my-feature", task: "sort", model: "local", modelName: "smollm2-135m-instruct" };
/** What is asked of an endpoint where nobody names another model. */
export const DEFAULT_ENDPOINT_MODEL = "gpt-5-mini";

/** Returns the files of a small project that runs, by path: configuration, task, 20 examples, npm manifest. */
export function starterFiles(answers: StarterAnswers): ReadonlyMap<string, string> {
  return new Map([
    ["package.json", manifest(answers)],
    ["pawl.config.ts", config(answers)],
    [`tasks/${answers.task}.ts`, task(answers)],
    [`data/${answers.task}.jsonl`, examples()],
    [".gitignore", "node_modules/\n.pawl/\n"],
  ]);
}

function manifest({ project, model }: StarterAnswers): string {
  const dependencies: Record<string, string> = { "@pawl/core": "^0.1.0", "@pawl/eval": "^0.1.0", pawl: "^0.1.0", zod: "^4.2.0" };
  if (model === "local") Object.assign(dependencies, { "@pawl/local": "^0.1.0", "node-llama-cpp": "^3.22.1" });
  else dependencies["@pawl/inference"] = "^0.1.0";
  const sorted = Object.fromEntries(Object.entries(dependencies).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ name: project, private: true, type: "module", engines: { node: ">=22.18" }, dependencies: sorted }, null, 2)}\n`;
}

function config({ task: name, model, modelName }: StarterAnswers): string {
  const local = model === "local";
  const from = local ? 'import { localModel } from "@pawl/local";' : 'import { openaiModel } from "@pawl/inference";';
  const made = local
    ? `localModel(${JSON.stringify(modelName)})`
    : `openaiModel({ model: ${JSON.stringify(modelName)} }) /* reads OPENAI_API_KEY */`;
  const identifier = camel(name);
  const lines = [
    'import { label } from "@pawl/eval";',
    from,
    'import { defineConfig } from "pawl";',
    `import { ${identifier} } from "./tasks/${name}.ts";`,
  ];
  return `${lines.join("\n")}

export default defineConfig({
  models: [${made}],
  tasks: {
    ${JSON.stringify(name)}: {
      task: ${identifier},
      dataset: "data/${name}.jsonl",
      scorers: [label()],
      climb: {
        instructions: {
          plain: "Say who in the bicycle shop should answer this message: workshop, sales, hours or other.",
          detailed:
            "Sort a message to a bicycle shop. workshop: something is to be repaired. sales: wants to buy, order or trade in. hours: when the shop is open. other: everything else.",
        },
        minimumUsefulEffect: 0.05,
        budget: { ms: 120_000 },
      },
    },
  },
});
`;
}

function task({ task: name }: StarterAnswers): string {
  return `import { defineTask } from "@pawl/core";
import * as z from "zod";

export const ${camel(name)} = defineTask({
  name: ${JSON.stringify(name)},
  input: z.object({ message: z.string() }),
  output: z.enum(["workshop", "sales", "hours", "other"]),
});
`;
}

function examples(): string {
  const rows = STARTER_EXAMPLES.map(({ message, label, split }, i) =>
    JSON.stringify({ id: `e${String(i + 1).padStart(2, "0")}`, split, input: { message }, expected: label }),
  );
  return `${rows.join("\n")}\n`;
}

function camel(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
