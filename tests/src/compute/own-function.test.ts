import { rmSync } from "node:fs";
import { WITHOUT_REDIS } from "@pawl/tooling/redis";
import { describe, expect, it } from "vitest";
import { cliProject, startCli } from "../cli/cli-process.ts";
import { compared, dismissed, documentOf, fleet } from "./fleet.ts";

const SCRIPTED = new URL("../../../packages/cli/src/scripted-config.fixture.ts", import.meta.url).pathname;
/** A project whose task is a function in a file of its own. */
const files = {
  "pawl.config.ts": `import config from ${JSON.stringify(SCRIPTED)};
import { classify } from "./src/classify.ts";
export default { tasks: { triage: { ...config.tasks.triage, run: classify, version: "1" } } };
`,
  "src/classify.ts": `const LABELS = ["refund", "track", "damage", "other"];
export const classify = async ({ message }: { message: string }, { seed }: { seed?: number }): Promise<string> => {
  const number = Number(/#(\\d+)/.exec(message)?.[1]);
  if (number % 10 === 3) throw new Error("It cannot tell.");
  return LABELS[(number + (Number(seed) % 3 === 0 ? 1 : 0)) % 4] ?? "other";
};
`,
};

describe.skipIf(WITHOUT_REDIS)("eval --workers of a function of the user's own [redis]", () => {
  it("equals the evaluation in process, with two workers, one of them elsewhere", async () => {
    using here = cliProject(files);
    const expected = documentOf(await startCli(["eval", "triage", "--json"], { cwd: here.folder }).ended);
    expect(expected.items).toHaveLength(60);
    await using all = await fleet({ files });
    using elsewhere = cliProject(files);
    const workers = await Promise.all([all.worker(), all.worker({ project: elsewhere })]);
    const ended = await all.evaluation().ended;
    expect(ended.exit, ended.stderr).toBe(0);
    const document = documentOf(ended);
    expect(compared(document)).toEqual(compared(expected));
    expect(document.record).toMatchObject({ variantId: null });
    expect(document.items.every(({ trace }) => trace.origin.tags?.["worker"] !== undefined)).toBe(true);
    const counts = await Promise.all(workers.map(dismissed));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(60);
  });

  it("is refused where a worker's code is another one, in the configuration or in what it imports; both hashes are named", async () => {
    await using all = await fleet({ files });
    for (const path of ["pawl.config.ts", "src/classify.ts"] as const) {
      using other = cliProject({ ...files, [path]: `${files[path]}// Another version.\n` });
      const wrong = await all.worker({ project: other });
      const { exit, stdout, stderr } = await all.evaluation().ended;
      const { error } = JSON.parse(stdout);
      expect({ exit, error }).toMatchObject({ exit: 64, error: { code: "use.worker-differs", facts: { what: "code" } } });
      const { asked, here, worker } = error.facts;
      for (const said of [asked.slice(0, 12), here.slice(0, 12), worker]) expect(stderr).toContain(said);
      expect(asked).not.toBe(here);
      await dismissed(wrong);
    }
    const right = await all.worker();
    expect((await all.evaluation().ended).exit).toBe(0);
    await dismissed(right);
  });

  it("goes on after its coordinator was killed, where its version says that it is the same code", async () => {
    const held =
      'const { SCRIPTED_HELD: held } = process.env; if (held && number === 45) { writeFileSync(held, ""); for (; existsSync(held); ) await new Promise((r) => setTimeout(r, 5)); }';
    const holding = {
      ...files,
      "src/classify.ts": files["src/classify.ts"]
        .replace("const LABELS", 'import { existsSync, writeFileSync } from "node:fs";\nconst LABELS')
        .replace("  if (number % 10", `  ${held}\n  if (number % 10`),
    };
    await using all = await fleet({ files: holding });
    const { worker, coordinator } = await all.heldAt(1, { args: ["--concurrency", "1"] });
    coordinator.child.kill("SIGKILL");
    await coordinator.ended;
    rmSync(all.held);
    const ended = await all.evaluation().ended;
    expect(ended.exit, ended.stderr).toBe(0);
    expect(documentOf(ended).items).toHaveLength(60);
    await dismissed(worker);
  });
});
