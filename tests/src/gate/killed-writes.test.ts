import { existsSync, readdirSync, utimesSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, expect, it } from "vitest";
import { type CliProject, cliProject, type Ended, startCli, variantShowing } from "../cli/cli-process.ts";

const PRELOADED = `--import=${pathToFileURL(join(import.meta.dirname, "killed-at.ts"))}`;
const BASELINE = "pawl/triage/baseline.json";
const MOMENTS = ["before it is written", "half-way", "before it is in its place", "once it is in its place"] as const;

const ran = (project: CliProject, args: readonly string[], env: { readonly [name: string]: string } = {}): Promise<Ended> =>
  startCli(args, { cwd: project.folder, env }).ended;
/** Runs a command whose process is killed by the system while it writes that file. */
const killed = async (project: CliProject, args: readonly string[], moment: string, file: string): Promise<void> => {
  const env = { NODE_OPTIONS: PRELOADED, KILLED_AT: moment, KILLED_FILE: file };
  const { exit, signal } = await ran(project, args, env);
  expect({ exit, signal }).toEqual({ exit: null, signal: "SIGKILL" });
};
const textAt = (project: CliProject, path: string): string | null => (existsSync(project.at(path)) ? project.read(path) : null);
/** What stands beside a file, and is none that anything but a write in hand would leave. */
const left = (project: CliProject, path: string): readonly string[] =>
  readdirSync(dirname(project.at(path))).filter((name) => name.endsWith(".tmp"));
const aged = (project: CliProject, path: string): void => {
  const then = Date.now() / 1_000 - 61;
  for (const name of left(project, path)) utimesSync(join(dirname(project.at(path)), name), then, then);
};

/** A variant that is right more often than the plain one, and another file once it is blessed. */
const BETTER = variantShowing(8);
const bless = ["bless", "triage", "--variant", "better.json"];

let old: string;
let wanted: string;
beforeAll(async () => {
  using project = cliProject({ "better.json": BETTER });
  expect((await ran(project, ["bless", "triage"])).exit).toBe(0);
  old = project.read(BASELINE);
  expect((await ran(project, bless)).exit).toBe(0);
  wanted = project.read(BASELINE);
  expect(wanted).not.toBe(old);
});

it.each(MOMENTS)(
  "a baseline whose bless is killed %s is the old one or the new one, whole, and what is left of it stops nothing",
  async (moment) => {
    using project = cliProject({ "better.json": BETTER, [BASELINE]: old });
    await killed(project, bless, moment, "baseline.json");
    const is = textAt(project, BASELINE);
    expect(is).toBe(moment === "once it is in its place" ? wanted : old);
    const strays = left(project, BASELINE);
    expect(strays).toHaveLength(moment === "half-way" || moment === "before it is in its place" ? 1 : 0);
    expect(await ran(project, ["gate", "triage", "--variant", "better.json"])).toMatchObject({ exit: 0 });
    expect(await ran(project, bless)).toMatchObject({ exit: 0 });
    expect(project.read(BASELINE)).toBe(wanted);
    // A write that another process has in hand is not taken from it: only what is older than any write.
    expect(left(project, BASELINE)).toEqual(strays);
    aged(project, BASELINE);
    expect(await ran(project, bless)).toMatchObject({ exit: 0 });
    expect(readdirSync(dirname(project.at(BASELINE)))).toEqual(["baseline.json"]);
  },
);

it.each(MOMENTS)("a first baseline whose bless is killed %s is whole or not there", async (moment) => {
  using project = cliProject({ "better.json": BETTER });
  await killed(project, bless, moment, "baseline.json");
  expect(textAt(project, BASELINE)).toBe(moment === "once it is in its place" ? wanted : null);
  if (moment !== "half-way") return;
  const { exit, stderr } = await ran(project, ["gate", "triage"]);
  expect(exit).toBe(64);
  expect(stderr).toContain("There is no baseline");
});

it.each([
  ["gate.md", ["gate", "triage", "--markdown", "out/gate.md"]],
  ["gate.xml", ["gate", "triage", "--junit", "out/gate.xml"]],
  ["aa.json", ["gate", "triage", "--aa", "2"]],
  ["polite.json", ["judge", "check", "say", "--labels", "labels.csv", "--repeats", "1", "--probes", "none"]],
] as const)("%s is whole or not there where its command is killed half-way, and the next start writes it", async (file, args) => {
  using project = cliProject({
    [BASELINE]: old,
    "pawl.config.ts": judged(),
    "data/say.jsonl": rows(),
    "labels.csv": labels(),
  });
  await killed(project, args, "half-way", file);
  const found = (): readonly string[] =>
    readdirSync(project.folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(`/${file}`));
  expect(found()).toEqual([]);
  await ran(project, args);
  expect(found()).toHaveLength(1);
  const written = project.read(found()[0] ?? "");
  await killed(project, args, "before it is in its place", file);
  expect(project.read(found()[0] ?? "")).toBe(written);
});

/** The scripted configuration with a judge of greetings that is code: what it is kept in is what a model's would be. */
function judged(): string {
  const config = join(import.meta.dirname, "../../../packages/cli/src/scripted-config.fixture.ts");
  return `import config from ${JSON.stringify(config)};
const judge = {
  name: "polite",
  hash: "polite-1",
  direction: "higher",
  scale: "binary",
  judge: { model: { id: "judge" }, calibration: null },
  score: ({ output }) => ({ kind: "score", value: output.includes("shop") ? 1 : 0 }),
};
const { say } = config.tasks;
export default { ...config, tasks: { ...config.tasks, say: { ...say, scorers: [...say.scorers, judge] } } };
`;
}

function rows(): string {
  return `${JSON.stringify({ id: "s1", split: "dev", input: { message: "Hi" }, expected: "Hello from the shop." })}\n`;
}

/** 60 outputs; people disagree with the judge on each tenth. */
function labels(): string {
  const row = (i: number): string => {
    const said = i % 2 === 0 ? `Hello ${i} from the shop.` : `Go away ${i}.`;
    return `g${i},"Hi, ${i}",${said},ann,${(i % 2 === 0) !== (i % 10 === 0) ? "yes" : "no"}`;
  };
  return ["id,input,output,rater,label", ...Array.from({ length: 60 }, (_, i) => row(i))].join("\n");
}
