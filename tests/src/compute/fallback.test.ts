import { fileURLToPath } from "node:url";
import { fallbackCause } from "@pawl/core";
import { WITHOUT_REDIS } from "@pawl/tooling/redis";
import { describe, expect, it } from "vitest";
import { cliProject, startCli } from "../cli/cli-process.ts";
import { compared, dismissed, documentOf, fleet } from "./fleet.ts";

const SCRIPTED = fileURLToPath(new URL("../../../packages/cli/src/scripted-config.fixture.ts", import.meta.url));
const CORE = fileURLToPath(import.meta.resolve("@pawl/core"));

/** A task whose model fails on each tenth message, and whose fallback is a model that does not. */
const config = (instructions: string): string => `import config from ${JSON.stringify(SCRIPTED)};
import { defineVariant, PawlError } from ${JSON.stringify(CORE)};
const [model] = config.models;
const { triage } = config.tasks;
const numberOf = ({ messages }) => Number(/#(\\d+)/.exec(String(messages.at(-1).content))?.[1]);
const failing = {
  ...model,
  choose: async (request, options) => {
    if (numberOf(request) % 10 === 5) throw new PawlError("service.failed", "It failed.", { retryable: false });
    return model.choose(request, options);
  },
};
const spare = { ...model, ref: { id: "spare" } };
const fallback = defineVariant({ task: "triage", model: spare.ref, instructions: ${JSON.stringify(instructions)}, decoding: "choose", sampling: {} });
export default { ...config, models: [failing, spare], tasks: { triage: { ...triage, gate: { fallback } } } };
`;

describe.skipIf(WITHOUT_REDIS)("eval --workers of a task with a fallback [redis]", () => {
  it("falls back on the workers, as in process; a worker with another fallback is refused", async () => {
    const files = { "pawl.config.ts": config("Guess.") };
    using here = cliProject(files);
    const expected = documentOf(await startCli(["eval", "triage", "--json"], { cwd: here.folder }).ended);
    await using all = await fleet({ files });
    using other = cliProject({ "pawl.config.ts": config("Guess otherwise.") });
    const wrong = await all.worker({ project: other });
    const refused = await all.evaluation().ended;
    expect({ exit: refused.exit, ...JSON.parse(refused.stdout) }).toMatchObject({
      exit: 64,
      error: { code: "use.worker-differs", facts: { what: "renderer" } },
    });
    await dismissed(wrong);
    const right = await all.worker();
    const document = documentOf(await all.evaluation().ended);
    expect(compared(document)).toEqual(compared(expected));
    const fallen = document.items.flatMap(({ trace }) => fallbackCause(trace) ?? []);
    expect(fallen).toEqual(Array(6).fill("error"));
    await dismissed(right);
  });
});
