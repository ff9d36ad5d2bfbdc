import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import type { Dataset, Example } from "@pawl/core";
import {
  diagnoseExamples,
  type ExampleDiagnostics,
  type LeakSource,
  type LookHistory,
  lookHistory,
  placeText,
  type SealedLeakReport,
  sealedLeakCheck,
} from "@pawl/data";
import type { ChampionArtefact } from "@pawl/ladder";
import { readChampion } from "../climb/read-champion.ts";
import type { TaskEntry } from "../define-config.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { type ItemFindings, itemFindings, itemFindingsText } from "../insight/item-findings.ts";
import { storedSystems } from "../insight/stored-systems.ts";
import type { Output } from "../output.ts";
import { loadExamples } from "../project/load-examples.ts";
import type { Project } from "../project/project.ts";

export interface DataCheckOptions {
  readonly task: string;
  /** JSONL files that a model learns from or looks up: chat rows, prompts with completions, documents with a `text`. */
  readonly sources: readonly string[];
  readonly abortSignal: AbortSignal;
}

const SHOWN = 5;
/** Of the draws that find the cheapest subset: the same each time. */
const SEED = 1;

/** Looks for sealed rows in all that a task's model learns from or is shown, for rows that repeat or contradict each other, and for items that tell no variants apart; ends with 1 where a sealed row is known, with 3 where there is nothing to compare or an index was not looked at. */
export async function dataCheck(output: Output, project: Project, options: DataCheckOptions): Promise<ExitCode> {
  const { abortSignal } = options;
  const entry = project.entry(options.task);
  const dataset = await loadExamples(project, entry, abortSignal);
  const [train, dev] = [await listed(dataset.read("train")), await listed(dataset.read("dev"))];
  const test = await listed(dataset.unseal("pawl data check: no model runs on it, and no score is seen"));
  const champion = await readChampion(project.files(entry.task).champion);
  const index = indexOf(project, entry, champion);
  const sources: LeakSource<unknown>[] = [
    { kind: "examples", name: "train", examples: train },
    { kind: "examples", name: "dev", examples: dev },
    ...(champion === null ? [] : championSource(champion, train)),
    ...(index?.source ?? []),
    ...[...new Set(options.sources)].map((path): LeakSource<unknown> => ({ kind: "training-file", path })),
  ];
  const leaks = await sealedLeakCheck({ sealed: test, sources, abortSignal });
  const devLeaks = await sealedLeakCheck({ sealed: dev, sources: [{ kind: "examples", name: "train", examples: train }], abortSignal });
  const rows = diagnoseExamples([...train, ...dev, ...test]);
  const { items, looks } = await fromStore(project, entry, dataset);
  const unseen = index === null || index.source.length > 0 ? null : index;
  const open = undecided(leaks) ?? (unseen === null || options.sources.length > 0 ? null : unseenText(unseen));
  const exit = leaks.touched > 0 ? EXIT.no : open === null ? EXIT.done : EXIT.unmeasured;
  output.document({
    task: entry.task.name,
    splits: dataset.splits,
    leaks,
    devLeaks,
    rows,
    items,
    looks,
    index: unseen === null ? null : unseen.name,
    undecided: open,
    exit,
  });
  output.print(text({ leaks, devLeaks, rows, items, looks }, `${train.length} train, ${dev.length} dev, ${test.length} test`));
  if (open !== null) output.print(open);
  else if (unseen !== null) output.print(`The index "${unseen.name}" that the prompt's context is taken from is known by --source alone.`);
  return exit;
}

/** Why nothing can be said about leaks, and what to do; null where something can. */
function undecided({ sealed, sources }: SealedLeakReport): string | null {
  if (sealed === 0)
    return 'Whether anything leaks could not be checked: no row is in the split "test". Split the file ("pawl data split FILE"), or give rows that are to be kept apart "split": "test".';
  return sources.some(({ texts }) => texts > 0)
    ? null
    : 'Whether anything leaks could not be checked: every row is in the split "test", so there is nothing to compare them with. Name what the model learns from: --source FILE.';
}

/** The index that documents of the prompt come from, of the champion or of what the task begins with: as a source, where its retriever lists them. */
function indexOf(project: Project, { baseline }: TaskEntry, champion: ChampionArtefact | null): PromptIndex | null {
  const context = (champion?.variant ?? baseline)?.context;
  if (context === undefined) return null;
  const { name, hash } = context;
  const retriever = project.config.retrievers?.find((one) => one.name === name && one.hash === hash);
  const documents = retriever?.documents?.();
  return {
    name,
    source: documents === undefined ? [] : [{ kind: "documents", name: `the index "${name}"`, documents }],
    why: retriever === undefined ? "the configuration has no retriever of this name and hash" : "its retriever does not list its documents",
  };
}

interface PromptIndex {
  readonly name: string;
  readonly source: readonly LeakSource<unknown>[];
  /** Of an empty source. */
  readonly why: string;
}

function unseenText({ name, why }: PromptIndex): string {
  return `Whether anything leaks is open: the index "${name}" that the prompt's context is taken from was not looked at, as ${why}. Name its documents: --source FILE.`;
}

async function listed(rows: AsyncIterable<Example>): Promise<readonly Example[]> {
  const list: Example[] = [];
  for await (const row of rows) list.push(row);
  return list;
}

/** Demonstrations by id are rows that the champion carries, whatever train is by now; retrieved ones come from train. */
function championSource({ variant, demonstrations: carried }: ChampionArtefact, train: readonly Example[]): readonly LeakSource<unknown>[] {
  const { demonstrations } = variant;
  if (demonstrations.kind === "none") return [];
  return [
    { kind: "demonstrations", name: "the champion's demonstrations", demonstrations, pool: carried.kind === "rows" ? carried.rows : train },
  ];
}

/** A store is read where there is one, and not made. */
async function fromStore(
  project: Project,
  entry: TaskEntry,
  dataset: Dataset,
): Promise<{ readonly items: ItemFindings | null; readonly looks: LookHistory | null }> {
  if (!existsSync(project.path(project.config.store ?? join(".pawl", "store.sqlite")))) return { items: null, looks: null };
  await using store = await project.openStore();
  const systems = await storedSystems(store, entry, dataset);
  return { items: systems === null ? null : itemFindings(systems, SEED), looks: await lookHistory(store, dataset.splits.test.hash) };
}

interface Findings {
  readonly leaks: SealedLeakReport;
  readonly devLeaks: SealedLeakReport;
  readonly rows: ExampleDiagnostics;
  readonly items: ItemFindings | null;
  readonly looks: LookHistory | null;
}

function text({ leaks, devLeaks, rows, items, looks }: Findings, sizes: string): string {
  const lines = [
    `Rows: ${sizes}.`,
    `Test: ${leaks.sentence}`,
    ...first(
      leaks.leaks.map(
        (leak) =>
          `  ${leak.sealed} in ${leak.source === "train" || leak.source === "dev" ? leak.source : basename(leak.source)}, ${placeText(leak.where)}: ${leak.kind}, ${leak.similarity.toFixed(2)}`,
      ),
    ),
    `Dev: ${devLeaks.sentence.replaceAll("sealed row", "dev row")}`,
    `Duplicates: ${rows.duplicates.sentence}`,
    `Contradictions: ${rows.contradictory.sentence}`,
    ...first(rows.contradictory.pairs.map(({ a, b, kind, similarity }) => `  ${a} and ${b}: ${kind}, ${similarity.toFixed(2)}`)),
    `Answers: ${rows.unanswered.sentence}`,
    ...(items === null ? [] : itemFindingsText(items)),
    looks === null ? "Looks: there is no store yet, so none is known." : `Looks: ${looks.sentence}`,
  ];
  return lines.join("\n");
}

function first(lines: readonly string[]): readonly string[] {
  return lines.length > SHOWN ? [...lines.slice(0, SHOWN), `  … and ${lines.length - SHOWN} more (--json has them)`] : lines;
}
