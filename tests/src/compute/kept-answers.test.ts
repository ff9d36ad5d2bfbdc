import { WITHOUT_REDIS } from "@pawl/tooling/redis";
import { describe, expect, it } from "vitest";
import { type CliProject, startCli } from "../cli/cli-process.ts";
import { type Document, dismissed, documentOf, fleet } from "./fleet.ts";

const DATA = "data/triage.jsonl";
/** Other examples make another run; what is asked of the model for those that stay is the same. */
const withRows = (project: CliProject, added: number): void => {
  const row = (i: number): string =>
    JSON.stringify({ id: `n${i}`, split: "dev", input: { message: `Where is the parcel #${700 + i}` }, expected: "track" });
  project.write(DATA, `${project.read(DATA)}${Array.from({ length: added }, (_, i) => `${row(i)}\n`).join("")}`);
};
const withoutRow = (project: CliProject): void => project.write(DATA, project.read(DATA).replace(/^.*"split":"dev".*\n/m, ""));
const inProcess = async (project: CliProject): Promise<Document> =>
  documentOf(await startCli(["eval", "triage", "--json"], { cwd: project.folder }).ended);
const fromCache = ({ items }: Document): number => items.filter(({ trace }) => trace.steps.every(({ cached }) => cached)).length;

describe.skipIf(WITHOUT_REDIS)("answers of eval --workers [redis]", () => {
  it("are kept as those in process are: another run asks workers, or the model here, for what is new alone", async () => {
    await using all = await fleet();
    const worker = await all.worker();
    const first = documentOf(await all.evaluation().ended);
    expect([first.items.length, fromCache(first)]).toEqual([60, 0]);
    withRows(all.project, 2);
    const second = documentOf(await all.evaluation().ended);
    expect([second.items.length, fromCache(second)]).toEqual([62, 60]);
    expect(await dismissed(worker)).toBe(62);
    all.project.write(DATA, all.project.read(DATA).replace("#701", "#702"));
    const third = await inProcess(all.project);
    expect([third.record.id === second.record.id, third.items.length, fromCache(third)]).toEqual([false, 62, 61]);
  });

  it("are not asked for that were given in process: neither a worker nor Redis is needed where all are there", async () => {
    await using all = await fleet();
    const before = await inProcess(all.project);
    await all.redis.stop();
    withoutRow(all.project);
    const { exit, stdout, stderr } = await all.evaluation({ args: ["--patience", "1"] }).ended;
    expect(exit, stderr).toBe(0);
    const document: Document = JSON.parse(stdout);
    expect([document.items.length, fromCache(document)]).toEqual([59, 59]);
    const outcomes = new Map(before.items.map(({ trace }) => [trace.origin.example.id, trace.outcome]));
    for (const { trace } of document.items) expect(trace.outcome).toEqual(outcomes.get(trace.origin.example.id));
  });
});
