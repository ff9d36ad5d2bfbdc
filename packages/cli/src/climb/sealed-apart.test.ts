import { isPawlError } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { loadExamples } from "../project/load-examples.ts";
import { scriptedProject, scriptedRows } from "../scripted-project.fixture.ts";
import { sealedApart } from "./sealed-apart.ts";

const { signal } = new AbortController();

async function checked(rows: string, { allowLeaks = false } = {}): Promise<string | null> {
  using project = scriptedProject({ "data/triage.jsonl": rows });
  const loaded = await project.load();
  return await sealedApart(await loadExamples(loaded, loaded.entry("triage"), signal), { allowLeaks, abortSignal: signal });
}

const row = (id: string, split: string, message: string): string => JSON.stringify({ id, split, input: { message }, expected: "refund" });
const DEV = row("d1", "dev", "I want my money back for the vase");

describe("sealedApart", () => {
  it("refuses test rows whose text stands in train or dev, and names both", async () => {
    const rows = [
      row("t1", "train", "Where is my parcel from Leeds?"),
      DEV,
      row("s1", "test", "where is my parcel from LEEDS"),
      row("s2", "test", "I want my money back for the vase"),
      row("s3", "test", "A box of lamps for my aunt"),
    ];
    const refused = await checked(rows.join("\n")).catch((error: unknown) => error);
    expect(isPawlError(refused, "data.leak") && refused.facts).toEqual({ rows: ["s1", "s2"], count: 2 });
    expect(String(refused)).toMatch(
      /2 of the 3 sealed test rows are in train or dev[\s\S]*s1 stands in train as t1[\s\S]*s2 stands in dev as d1[\s\S]*Nothing was run/,
    );
    expect(await checked(rows.join("\n"), { allowLeaks: true })).toMatch(/^Test: 2 of the 3 sealed rows/);
  });

  it("says of rows that are only nearly alike, and nothing where none is", async () => {
    const near = "Please could you tell me where on earth my big brown parcel from the shop in Leeds has got to by now";
    const rows = [row("t1", "train", near), DEV, row("s1", "test", `${near} ok`)];
    expect(await checked(rows.join("\n"))).toMatch(/The one sealed row is known already: 1 in train.*may be remembered/);
    expect(await checked([row("t1", "train", near), DEV, row("s1", "test", "A box of lamps for my aunt")].join("\n"))).toBeNull();
  });

  it("goes on with rows that differ by a number", async () => {
    expect(await checked(scriptedRows())).toMatch(/known already/);
  });
});
