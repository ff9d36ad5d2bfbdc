import { readFileSync, rmSync } from "node:fs";
import { expect, it } from "vitest";
import { compareCommand } from "../commands/compare.ts";
import { compareManyCommand } from "../commands/compare-many.ts";
import { evalCommand } from "../commands/eval.ts";
import { reportCommand } from "../commands/report.ts";
import { loadExamples } from "../project/load-examples.ts";
import type { Project } from "../project/project.ts";
import { type RecordingOutput, recordingOutput } from "../recording-output.fixture.ts";
import { type ScriptedProject, scriptedProject, variantShowing } from "../scripted-project.fixture.ts";

const abortSignal = new AbortController().signal;
const LABELS = ["refund", "track", "damage", "other"];
/** 80 rows of dev in two tags, messages of four lengths; the scripted model is right on 30 %, with demonstrations on more. */
const ROWS = Array.from({ length: 100 }, (_, i) =>
  JSON.stringify({
    id: `m${i}`,
    split: i < 10 ? "train" : i < 90 ? "dev" : "test",
    input: { message: `${"please ".repeat(i % 4)}where is the parcel #${i}` },
    expected: LABELS[i % 4],
    tags: [i % 3 === 0 ? "email" : "chat"],
  }),
).join("\n");

type Ran = { readonly output: RecordingOutput; readonly document: Record<string, unknown> };

async function ran(project: ScriptedProject, command: (output: RecordingOutput, project: Project) => Promise<unknown>): Promise<Ran> {
  const output = recordingOutput({ columns: 140 });
  await command(output, await project.load());
  return { output, document: Object(output.documents[0]) };
}

const evaluated = (
  project: ScriptedProject,
  options: { readonly variant?: string; readonly markdown?: string; readonly junit?: string } = {},
) =>
  ran(project, (output, loaded) =>
    evalCommand(output, loaded, { task: "triage", split: "dev", repeats: 1, seed: 1, abortSignal, ...options }),
  );
const idOf = ({ document }: Ran): string => Object(document["record"]).id;
const pageOf = ({ document }: Ran): string => readFileSync(String(document["report"]), "utf8");
/** Looks at the sealed split, as a release would. */
const looked = async (project: ScriptedProject, reasons: readonly string[]): Promise<void> => {
  const loaded = await project.load();
  await using store = await loaded.openStore();
  const { splits } = await loadExamples(loaded, loaded.entry("triage"));
  for (const [i, reason] of reasons.entries())
    await store.looks.add(splits.test.hash, { runId: `r${i}`, reason, at: 1_790_000_000_000 + i });
};
/** Every link of a page that leads to nothing on it. */
const deadLinks = (page: string): readonly string[] =>
  [...page.matchAll(/href="#([^"]+)"/g)].flatMap(([, id = ""]) => (page.includes(`id="${id}"`) ? [] : [id]));

it("eval and report say slices, failures in groups and looks: on the page, in the terminal, in Markdown, JUnit and JSON", async () => {
  using project = scriptedProject({ "data/triage.jsonl": ROWS });
  await looked(project, ["The release of May", "The release of June"]);
  const first = await evaluated(project, { markdown: project.at("run.md"), junit: project.at("run.xml") });
  const page = pageOf(first);
  expect([...page.matchAll(/<h2>([^<]*)/g)].map(([, title]) => title)).toEqual(
    expect.arrayContaining(["Slices by tag", "Slices by input length", "What failed together", "Looks at the sealed split", "Items"]),
  );
  expect(page).toContain("A slice takes at least 10 items");
  expect(page).toContain("The release of May");
  expect(page.match(/href="#item-/g)?.length).toBeGreaterThan(3);
  expect(deadLinks(page)).toEqual([]);
  expect(first.document["insight"]).toMatchObject({
    metric: "label",
    slices: [{ name: "tag", estimates: { slices: [{ slice: "chat" }, { slice: "email" }] } }, { name: "input length" }],
    looks: { count: 2 },
  });
  const printed = first.output.printed.join("\n");
  expect(printed).toMatch(/By tag the weakest slice is "\w+" with 0\.\d\d \(95 % interval/);
  expect(printed).toMatch(/Failures: \d+ of 80 examples are not fully right by label\. \d+ failures fall into/);
  expect(printed).toMatch(/Looks: The sealed test split was looked at 2 times/);
  expect(readFileSync(project.at("run.md"), "utf8")).toMatch(/### Slices by tag[\s\S]*### What failed together[\s\S]*looked at 2 times/);
  expect(readFileSync(project.at("run.xml"), "utf8")).toMatch(/<property name="looks at the sealed split" value="The sealed/);

  const again = await ran(project, (output, loaded) => reportCommand(output, loaded, { run: idOf(first) }));
  expect(pageOf(again)).toBe(page);
  expect(again.output.printed.join("\n")).toMatch(/By tag the weakest[\s\S]*Failures: [\s\S]*Looks: [\s\S]*\.html$/);
  const json = await ran(project, (output, loaded) =>
    reportCommand(output, loaded, { run: idOf(first), format: "json", markdown: project.at("again.md"), junit: project.at("again.xml") }),
  );
  expect(JSON.parse(pageOf(json))).toMatchObject({
    format: "pawl.run-report/1",
    insight: { failures: { what: "not fully right by label" } },
  });
  for (const name of ["md", "xml"])
    expect(readFileSync(project.at(`again.${name}`), "utf8")).toBe(readFileSync(project.at(`run.${name}`), "utf8"));
});

it("a run whose examples are gone has no slices and says why; its failures are grouped by what the scorer said was expected", async () => {
  using project = scriptedProject({ "data/triage.jsonl": ROWS });
  const first = await evaluated(project);
  rmSync(project.at("data/triage.jsonl"));
  const page = pageOf(await ran(project, (output, loaded) => reportCommand(output, loaded, { run: idOf(first) })));
  expect(page).not.toContain("Slices by");
  expect(page).toContain("No slices: they go by");
  expect(page).toMatch(/answered \w+ for \w+/);
  expect(page).toContain("The store has no run of this task on a sealed split.");
  expect(deadLinks(page)).toEqual([]);
});

it("compare writes the two runs beside each other, with effects in slices and what got worse", async () => {
  using project = scriptedProject({ "data/triage.jsonl": ROWS });
  const [few, many] = [await evaluated(project), await evaluated(project, { variant: variantShowing(project, 8) })];
  const files = { markdown: project.at("compare.md"), junit: project.at("compare.xml") };
  const compared = await ran(project, (output, loaded) =>
    compareCommand(output, loaded, { champion: idOf(few), candidate: idOf(many), ...files }),
  );
  expect(compared.document).toMatchObject({
    kind: "better",
    champion: idOf(few),
    candidate: idOf(many),
    exit: 0,
    insight: { slices: [{ name: "tag", effects: { warning: "none" } }, {}] },
  });
  const page = pageOf(compared);
  expect(page).toContain("Effect in label by tag");
  expect(page).toContain("What got worse together");
  expect(page).toContain("candidate minus champion");
  const printed = compared.output.printed.join("\n");
  expect(printed).toMatch(/By tag the effect is shown by itself in 2 of 2 slices: "chat" \+0\.\d\d \(\+0/);
  expect(printed).toContain(`${idOf(many)}-against-${idOf(few)}.html`);
  expect(readFileSync(files.markdown, "utf8")).toMatch(/\| tag \| effect in label \|/);
  expect(readFileSync(files.junit, "utf8")).toMatch(/<property name="slices by tag"/);

  const back = await ran(project, (output, loaded) => compareCommand(output, loaded, { champion: idOf(many), candidate: idOf(few) }));
  expect(back.document).toMatchObject({ kind: "worse", exit: 1 });
  const worse = pageOf(back);
  expect(worse).toMatch(/\d+ of 80 examples are worse in label, or without a score now/);
  expect(worse.match(/href="#item-/g)?.length).toBeGreaterThan(3);
  expect(deadLinks(worse)).toEqual([]);
});

it("compare of several writes the ranking with its Pareto set, and refuses JUnit", async () => {
  using project = scriptedProject({ "data/triage.jsonl": ROWS });
  const runs = [
    idOf(await evaluated(project)),
    idOf(await evaluated(project, { variant: variantShowing(project, 8) })),
    idOf(await evaluated(project, { variant: variantShowing(project, 4) })),
  ];
  const markdown = project.at("ranking.md");
  const ranked = await ran(project, (output, loaded) => compareManyCommand(output, loaded, { runs, markdown }));
  expect(ranked.document).toMatchObject({ exit: 0 });
  const page = pageOf(ranked);
  expect(page).toContain("3 runs ranked");
  expect(page).toContain("Leaderboard");
  expect(page).toContain(`run\u00a0${runs[1]?.slice(-12)} is shown to be the best`);
  expect(ranked.output.printed.at(-1)).toMatch(/ranking-[0-9a-f]{12}\.html$/);
  expect(readFileSync(markdown, "utf8").match(/^\| 0/gm)).toHaveLength(3);
  await expect(ran(project, (output, loaded) => compareManyCommand(output, loaded, { runs, junit: "x.xml" }))).rejects.toMatchObject({
    code: "use.format",
  });
});
