import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineVariant, type Variant, variantId } from "@pawl/core";
import { expect, it } from "vitest";
import { championArtefact } from "./champion-artefact.ts";
import { climb } from "./climb.ts";
import type { ClimbResult } from "./climb-result.ts";
import { loadArtefact, saveArtefact } from "./save-artefact.ts";
import { threeRungs, threeWorlds } from "./simulated-climb.fixture.ts";
import { simulatedDataset, simulatedVariant } from "./simulated-task.fixture.ts";

const dataset = simulatedDataset({ train: 9, dev: 60, test: 60 });
const result = await climb(threeRungs(threeWorlds(), { dataset }));

function withVariant(variant: Variant): ClimbResult {
  return { ...result, champion: { ...result.champion, id: variantId(variant), variant } };
}

it("carries variant, evidence, costs and lineage", async () => {
  const artefact = await championArtefact(result, dataset);
  expect(artefact).toMatchObject({
    format: "pawl.champion/1",
    variant: result.champion.variant,
    demonstrations: { kind: "none" },
    evidence: { confirmed: true, confirmation: { kind: "better" } },
    costs: { climb: result.spent, perCase: { calls: 1 } },
    lineage: { dataset: "simulated", splits: { test: dataset.splits.test.hash }, start: variantId(simulatedVariant("plain")) },
  });
  expect(JSON.parse(JSON.stringify(artefact))).toEqual(artefact);
});

it("carries the rows that fixed demonstrations name, in the prompt's order", async () => {
  const ids = ["train-0-5", "train-0-2"];
  const fixed = defineVariant({ ...simulatedVariant("x"), demonstrations: { kind: "fixed", dataset: dataset.splits.train.hash, ids } });
  const { demonstrations } = await championArtefact(withVariant(fixed), dataset);
  expect(demonstrations.kind === "rows" && demonstrations.rows.map(({ id }) => id)).toEqual(ids);
});

it("refuses rows that the train split does not have", async () => {
  const fixed = defineVariant({ ...simulatedVariant("x"), demonstrations: { kind: "fixed", dataset: "d", ids: ["gone"] } });
  await expect(championArtefact(withVariant(fixed), dataset)).rejects.toMatchObject({
    code: "data.demonstration-missing",
    facts: { missing: ["gone"] },
  });
});

it("carries a retriever's settings", async () => {
  const retriever = { name: "bm25", hash: "h", count: 5, query: "" };
  const variant = defineVariant({ ...simulatedVariant("x"), demonstrations: { kind: "retrieved", dataset: "d", retriever } });
  expect((await championArtefact(withVariant(variant), dataset)).demonstrations).toEqual({ kind: "retrieved", dataset: "d", retriever });
});

it("says that there is no candidate where nothing leads", async () => {
  await expect(championArtefact({ ...result, candidate: null }, dataset, { which: "candidate" })).rejects.toMatchObject({
    code: "use.no-candidate",
  });
});

it("saves whole or not at all, and loads what it saved", async () => {
  const folder = await mkdtemp(join(tmpdir(), "pawl-champion-"));
  try {
    const path = join(folder, "champion.json");
    const artefact = await championArtefact(result, dataset);
    await saveArtefact(path, artefact);
    expect(await loadArtefact(path)).toEqual(artefact);
    expect(await readdir(folder)).toEqual(["champion.json"]);
    const broken = { ...artefact, lineage: { ...artefact.lineage, seed: 1n } };
    // @ts-expect-error a bigint is not JSON
    await expect(saveArtefact(path, broken)).rejects.toMatchObject({ code: "io.artefact-not-written" });
    expect(await loadArtefact(path)).toEqual(artefact);
    expect(await readdir(folder)).toEqual(["champion.json"]);
    await expect(saveArtefact(join(folder, "none", "c.json"), artefact)).rejects.toMatchObject({ code: "io.artefact-not-written" });
    await expect(loadArtefact(join(folder, "none.json"))).rejects.toMatchObject({ code: "io.artefact-not-read" });
    await writeFile(join(folder, "x.json"), (await readFile(path, "utf8")).replace("pawl.champion/1", "pawl.champion/9"));
    await expect(loadArtefact(join(folder, "x.json"))).rejects.toMatchObject({ code: "data.artefact-invalid" });
  } finally {
    await rm(folder, { recursive: true });
  }
});
