import { execFileSync, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BIN, cliProject, startCli } from "../cli/cli-process.ts";
import { runWorkflow, type WorkflowRun } from "./workflow-runner.ts";

const GUIDE = new URL("../../../docs/guides/gate-workflow.yml", import.meta.url);
const SCRIPTED = fileURLToPath(new URL("../../../packages/cli/src/scripted-config.fixture.ts", import.meta.url));
const INFERENCE = fileURLToPath(import.meta.resolve("@pawl/inference"));
const KEY = "sk-of-the-repository";
const LABELS = ["refund", "track", "damage", "other"];

const folder = mkdtempSync(join(tmpdir(), "pawl-workflow-"));
const repository = join(folder, "repository");
const write = (path: string, text: string, mode = 0o644): void => {
  mkdirSync(dirname(join(repository, path)), { recursive: true });
  writeFileSync(join(repository, path), text, { mode });
};
const git = (...args: readonly string[]): void => {
  const who = ["-c", "user.name=ann", "-c", "user.email=ann@example.org", "-c", "commit.gpgsign=false"];
  execFileSync("git", [...who, ...args], { cwd: repository, stdio: "ignore" });
};

/** An endpoint that is right, but for prompts that ask it to guess; it knows one key. */
const asked = { right: 0, otherKey: 0 };
let away = false;
const endpoint = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  const known = request.headers.authorization === `Bearer ${KEY}`;
  if (known) asked.right++;
  else asked.otherKey++;
  const answer = (status: number, value: unknown): void => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(value));
  };
  if (away) return answer(503, { error: { message: "It is away." } });
  if (!known) return answer(401, { error: { message: "No such key." } });
  const { messages, response_format: format } = JSON.parse(body);
  const number = Number(/#(\d+)/.exec(messages.at(-1).content)?.[1]);
  const label = LABELS[(number + (body.includes("Guess it") ? 1 : 0)) % 4];
  const [field] = Object.keys(format?.json_schema?.schema?.properties ?? {});
  const content = JSON.stringify(field === undefined ? label : { [field]: label });
  const usage = { prompt_tokens: 9, completion_tokens: 1, total_tokens: 10 };
  answer(200, {
    id: "c",
    object: "chat.completion",
    model: "m",
    choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
    usage,
  });
});

/** How long an answer takes is the machine's: a hundred times the baseline's is let pass. */
const config = (url: string, instructions: string, metrics = ""): string => `import config from ${JSON.stringify(SCRIPTED)};
import { openaiModel } from ${JSON.stringify(INFERENCE)};
const { triage } = config.tasks;
const climb = { ...triage.climb, decoding: "schema", instructions: { plain: ${JSON.stringify(instructions)} } };
export default { models: [openaiModel({ model: "m", baseUrl: ${JSON.stringify(url)}, apiKeyVariable: "OPENAI_API_KEY" })], tasks: { triage: { ...triage, climb, gate: { metrics: { "first-token-p95": { margin: 100 }, ${metrics} } } } } };
`;

let url = "";
beforeAll(async () => {
  endpoint.listen(0, "127.0.0.1");
  await once(endpoint, "listening");
  url = `http://127.0.0.1:${Object(endpoint.address()).port}/v1`;
  using rows = cliProject();
  mkdirSync(repository);
  git("init", "-q", "-b", "main");
  const packages = {
    "": { name: "shop", dependencies: { pawl: "file:vendor/pawl" } },
    "node_modules/pawl": { resolved: "vendor/pawl", link: true },
    "vendor/pawl": { version: "0.0.0", bin: { pawl: "pawl.mjs" } },
  };
  write("package.json", JSON.stringify({ name: "shop", type: "module", private: true, dependencies: { pawl: "file:vendor/pawl" } }));
  write("package-lock.json", JSON.stringify({ name: "shop", lockfileVersion: 3, requires: true, packages }));
  write("vendor/pawl/package.json", JSON.stringify({ name: "pawl", version: "0.0.0", bin: { pawl: "pawl.mjs" } }));
  const started = `spawnSync(process.execPath, ["--conditions=pawl-source", ${JSON.stringify(BIN)}, ...process.argv.slice(2)], { stdio: "inherit" })`;
  write(
    "vendor/pawl/pawl.mjs",
    `#!/usr/bin/env node\nimport { spawnSync } from "node:child_process";\nprocess.exit(${started}.status ?? 1);\n`,
    0o755,
  );
  write(".gitignore", "node_modules/\n.pawl/\n");
  write("data/triage.jsonl", rows.read("data/triage.jsonl"));
  write("pawl.config.ts", config(url, "Sort it."));
  const blessed = await startCli(["bless", "triage"], { cwd: repository, env: { OPENAI_API_KEY: KEY } }).ended;
  expect(blessed.exit, blessed.stderr).toBe(0);
  const printed = await startCli(["gate", "triage", "--workflow"], { cwd: repository }).ended;
  write(".github/workflows/gate.yml", printed.stdout);
  git("add", ".");
  git("commit", "-q", "-m", "A gate");
});
afterAll(() => {
  endpoint.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the workflow of a branch that changes these files. */
async function pullRequest(
  branch: string,
  files: { readonly [path: string]: string } = {},
  key: string = KEY,
): Promise<WorkflowRun & { readonly read: (path: string) => string }> {
  git("switch", "-q", "-c", branch, "main");
  for (const [path, text] of Object.entries(files)) write(path, text);
  git("add", ".");
  git("commit", "-q", "--allow-empty", "-m", branch);
  const own = mkdtempSync(join(folder, "run-"));
  const text = readFileSync(join(repository, ".github/workflows/gate.yml"), "utf8");
  const ran = await runWorkflow(text, { repository, branch, folder: own, secrets: { OPENAI_API_KEY: key } });
  return { ...ran, read: (path) => readFileSync(join(own, "work", path), "utf8") };
}
const exits = ({ steps }: WorkflowRun): unknown =>
  Object.fromEntries(steps.map(({ name, exit }) => [name.split(" ").slice(0, 3).join(" "), exit]));

describe("the workflow that pawl gate --workflow prints", () => {
  it("is the one in the guides, and passes a branch that changes nothing: summary, JUnit and exit code are there", async () => {
    expect(readFileSync(join(repository, ".github/workflows/gate.yml"), "utf8")).toBe(readFileSync(GUIDE, "utf8"));
    const before = asked.right;
    const ran = await pullRequest("same");
    expect(ran.exit, JSON.stringify(ran.steps)).toBe(0);
    expect(exits(ran)).toMatchObject({ "npm ci": 0, "npx pawl gate": 0, "cat pawl-gate.md >>": 0 });
    expect(asked).toEqual({ right: before + 60, otherKey: 0 });
    expect(ran.summary).toBe(ran.read("pawl-gate.md"));
    expect(ran.summary).toContain("✅ `triage`: Pass");
    expect(ran.artefact).toEqual(["pawl-gate.md", "pawl-gate.xml"]);
    expect(ran.read("pawl-gate.xml")).toContain('failures="0" errors="0"');
  });

  it("ends with 1 for a branch that is worse, and still writes the summary and the artefact", async () => {
    const ran = await pullRequest("worse", { "pawl.config.ts": config(url, "Guess it.") });
    expect(ran.exit, ran.summary).toBe(1);
    expect(exits(ran)).toMatchObject({ "npx pawl gate": 1, "cat pawl-gate.md >>": 0 });
    expect(ran.summary).toContain("❌ `triage`: Regression");
    expect(ran.artefact).toEqual(["pawl-gate.md", "pawl-gate.xml"]);
    expect(ran.read("pawl-gate.xml")).toContain('failures="1"');
  });

  it("ends with 4 for other criteria, and with 3 where the endpoint is away", async () => {
    const changed = await pullRequest("criteria", {
      "pawl.config.ts": config(url, "Sort it.", "label: { margin: .3 }"),
    });
    expect([changed.exit, changed.summary]).toEqual([4, expect.stringContaining("Criteria changed")]);
    away = true;
    const unmeasured = await pullRequest("away");
    away = false;
    expect([unmeasured.exit, unmeasured.summary]).toEqual([3, expect.stringContaining("Cannot measure")]);
    expect(unmeasured.read("pawl-gate.xml")).toContain('errors="1"');
  });

  it("fails by the gate alone where there is no verdict: no summary is asked for, and no secret is told", async () => {
    const edited = await pullRequest("edited", { "pawl/triage/baseline.json": "{}" });
    expect(edited.exit).toBe(65);
    expect(exits(edited)).toMatchObject({ "npx pawl gate": 65, "cat pawl-gate.md >>": null });
    expect([edited.summary, edited.artefact]).toEqual(["", []]);
    const wrong = "sk-wrong-key-of-a-fork-0123456789";
    const refused = await pullRequest("fork", {}, wrong);
    expect(refused.exit).not.toBe(0);
    expect(JSON.stringify(refused)).not.toContain(wrong);
  });

  // No test of ours installs it: it is a program in Go.
  if (spawnSync("actionlint", ["-version"]).error === undefined)
    it("has no fault that actionlint finds", () => {
      const { status, stdout } = spawnSync("actionlint", [fileURLToPath(GUIDE)], { encoding: "utf8" });
      expect([status, stdout]).toEqual([0, ""]);
    });
});
