import { expect, it } from "vitest";
import { cliProject, startCli } from "./cli-process.ts";

const CORE = JSON.stringify(import.meta.resolve("@pawl/core"));
const EVAL = JSON.stringify(import.meta.resolve("@pawl/eval"));

const told = async (
  config: string,
  ...args: readonly string[]
): Promise<{
  readonly exit: number | null;
  readonly stderr: string;
  readonly error: { readonly code: string; readonly message: string };
}> => {
  using project = cliProject();
  const scripted = /"(.*)"/.exec(project.read("pawl.config.ts"))?.[1];
  const imports = `import { defineTask } from ${CORE};\nimport { numeric } from ${EVAL};\nimport config from "${scripted}";\nconst { triage } = config.tasks;\n`;
  project.write("pawl.config.ts", imports + config);
  const { exit, stderr, stdout } = await startCli([...args, "--json"], { cwd: project.folder }).ended;
  return { exit, stderr, error: JSON.parse(stdout).error };
};
const withDataset = (dataset: string): string =>
  `export default { ...config, tasks: { triage: { ...triage,\n  dataset: ${dataset} } } };\n`;

it("an error of the project's own code ends with 64 and names its line", async () => {
  const { exit, error } = await told(withDataset("async () => JSON.parse('{')"), "eval", "triage");
  expect(exit).toBe(64);
  expect(error).toMatchObject({
    code: "use.own-code",
    message: expect.stringMatching(/^Your own code failed at pawl\.config\.ts:6:\d+: /),
  });
});

it("a function that returns no data set is a mistake of the configuration", async () => {
  const { exit, error } = await told(withDataset("async () => ({})"), "eval", "triage");
  expect(exit).toBe(64);
  expect(error).toMatchObject({ code: "use.config-invalid", message: expect.stringContaining("tasks.triage.dataset") });
});

it("what a package refuses in the configuration is told with the line that called it", async () => {
  const { exit, error } = await told("export default numeric({ tolerance: -1 });\n", "eval", "triage");
  expect(exit).toBe(64);
  expect(error).toMatchObject({ code: "use.config-broken", message: expect.stringContaining("It is called at pawl.config.ts:5:16") });
});

it("what fails inside Pawl ends with 70 and asks for a report, also where the engine says TypeError", async () => {
  // A store that is a getter without a value is nothing that a check looks at twice.
  const trap = "let reads = 0;\nexport default { ...config, get store() { return reads++ === 0 ? undefined : 5; } };\n";
  const { exit, error, stderr } = await told(trap, "eval", "triage");
  expect(exit).toBe(70);
  expect(error.code).toBe("bug.unexpected");
  expect(stderr).toContain("This is a bug of Pawl.");
});

const withRun = (run: string): string => `export default { ...config, tasks: { triage: { ...triage,\n  run: ${run} } } };\n`;

it("an error that nobody catches, in a callback or a promise of the project's own code, ends with 64 and not with an answer", async () => {
  for (const late of ["setTimeout(() => { throw new Error('late'); }, 1)", "void Promise.reject(new Error('late'))"]) {
    const { exit, error } = await told(
      withRun(`async () => { ${late}; await new Promise((done) => setTimeout(done, 5000)); }`),
      "eval",
      "triage",
    );
    expect(exit).toBe(64);
    expect(error).toMatchObject({
      code: "use.own-code",
      message: expect.stringMatching(/^Your own code failed at pawl\.config\.ts:6:\d+: late/),
    });
  }
});

it("what the project's own code prints does not stand in the document", async () => {
  using project = cliProject();
  const scripted = /"(.*)"/.exec(project.read("pawl.config.ts"))?.[1];
  project.write(
    "pawl.config.ts",
    `import config from "${scripted}";\nconst { triage } = config.tasks;\n${withRun('() => { console.log("mine"); return "track"; }')}`,
  );
  const { stdout, stderr } = await startCli(["run", "triage", "Hi", "--json"], { cwd: project.folder }).ended;
  expect(JSON.parse(stdout)).toMatchObject({ outcome: { kind: "ok", output: "track" } });
  expect(stderr).toContain("mine");
});
