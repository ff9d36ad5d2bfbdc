import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { loadProject, type Project } from "./project/project.ts";

/** A project in a folder of its own that is gone with the test. */
export interface ScriptedProject {
  readonly folder: string;
  readonly at: (path: string) => string;
  readonly write: (path: string, text: string) => void;
  readonly load: () => Promise<Project>;
  readonly [Symbol.dispose]: () => void;
}

const CONFIG = join(import.meta.dirname, "scripted-config.fixture.ts");
const LABELS = ["refund", "track", "damage", "other"];

/** Returns a project with the scripted model and task; `files` are written instead of, or beside, the usual ones. */
export function scriptedProject(files: { readonly [path: string]: string } = {}): ScriptedProject {
  const folder = mkdtempSync(join(tmpdir(), "pawl-cli-"));
  const at = (path: string): string => join(folder, path);
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), text);
  };
  const say = { id: "s1", split: "dev", input: { message: "Hi" }, expected: "Hello from the shop." };
  const usual = {
    "data/say.jsonl": `${JSON.stringify(say)}\n`,
    "pawl.config.ts": `export { default } from ${JSON.stringify(CONFIG)};\n`,
    "data/triage.jsonl": scriptedRows(),
  };
  for (const [path, text] of Object.entries({ ...usual, ...files })) write(path, text);
  return {
    folder,
    at,
    write,
    load: () => loadProject(at("pawl.config.ts")),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Returns a configuration that is the scripted one with some of it replaced by an expression; `models[0]` is called `model`. */
export function scriptedConfig(changed: string): string {
  return `import config from ${JSON.stringify(CONFIG)};\nconst [model] = config.models;\nexport default { ...config, ${changed} };\n`;
}

/** Returns 40 train, 60 dev and 60 test rows as JSONL; with `testIsWrong` the labels of test are not what the model takes for right. */
export function scriptedRows({ testIsWrong = false }: { readonly testIsWrong?: boolean } = {}): string {
  const splits = [...Array(40).fill("train"), ...Array(60).fill("dev"), ...Array(60).fill("test")];
  const line = (split: string, i: number): string =>
    JSON.stringify({
      id: `m${i}`,
      split,
      input: { message: `Where is the parcel #${i}` },
      expected: LABELS[(testIsWrong && split === "test" ? i + 2 : i) % LABELS.length],
    });
  return `${splits.map(line).join("\n")}\n`;
}

/** Writes a variant of the scripted task that shows so many demonstrations (none makes the model 30 % right, four 60 %, eight 95 %) and returns its path. */
export function variantShowing(project: ScriptedProject, shown: number): string {
  const examples = Array.from({ length: shown }, (_, i) => ({ input: { message: `a ${i}` }, output: "track" }));
  const variant = {
    format: "pawl.variant/1",
    task: "triage",
    model: { id: "scripted" },
    instructions: "x",
    sampling: {},
    decoding: "choose",
    reasks: 0,
    demonstrations: { kind: "inline", examples },
  };
  const file = `shows-${shown}.json`;
  project.write(file, JSON.stringify(variant));
  return project.at(file);
}
