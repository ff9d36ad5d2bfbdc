import { sha256 } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { baselineOf } from "./baseline.ts";
import { baselineText, parseBaseline } from "./baseline-text.ts";
import { runOf, SETTINGS } from "./gate.fixture.ts";

const text = async (options: Parameters<typeof runOf>[1] = {}): Promise<string> =>
  baselineText(baselineOf(await runOf(6, options), SETTINGS));
const codeOf = (read: () => unknown): unknown => {
  try {
    return read();
  } catch (error) {
    return Object(error).code;
  }
};

describe("baselineText", () => {
  it("gives the same bytes for the same run, whatever the order of its items", async () => {
    const run = await runOf(6);
    const back = baselineOf({ ...run, items: [...run.items].reverse() }, SETTINGS);
    expect(baselineText(back)).toBe(baselineText(baselineOf(run, SETTINGS)));
  });

  it("changes one line for one item that changed, and the checksum", async () => {
    const [before, after] = [(await text()).split("\n"), (await text({ wrong: (input) => input === 3 })).split("\n")];
    const changed = after.filter((line, i) => line !== before[i]);
    expect(changed).toHaveLength(2);
    expect(changed[0]).toBe('["n3",0],');
  });

  it("is JSON that reads back to the same baseline, missing scores, repeats, clusters and abstentions included", async () => {
    const run = await runOf(6, { away: (input) => input === 2, repeats: 2 });
    const items = run.items.map(({ trace, scores }, i) => {
      const { example } = trace.origin;
      const origin = { ...trace.origin, ...(example && i < 4 ? { example: { ...example, cluster: 'a, "b"' } } : {}) };
      return { scores, trace: { ...trace, origin, outcome: i === 7 ? { kind: "skipped" as const, reason: "unsure" } : trace.outcome } };
    });
    const baseline = baselineOf({ ...run, items }, SETTINGS);
    const written = baselineText(baseline);
    expect(JSON.parse(written)).toMatchObject({ columns: ["id", "$cluster", "$answered", "right"] });
    expect(parseBaseline(written)).toEqual(baseline);
    expect(parseBaseline(written.replaceAll("\n", "\r\n"))).toEqual(baseline);
  });
});

describe("parseBaseline", () => {
  it("refuses a file that was edited by hand", async () => {
    const written = await text();
    expect(codeOf(() => parseBaseline(written.replace('["n3",1]', '["n3",0]')))).toBe("data.baseline-edited");
    expect(codeOf(() => parseBaseline(written.slice(0, -20)))).toBe("data.baseline-edited");
    expect(codeOf(() => parseBaseline(`${written}{}`))).toBe("data.baseline-edited");
    for (const other of ["", "{}", "[]", "null", '"x"', '{"format":"pawl.run/1"}'])
      expect(codeOf(() => parseBaseline(other))).toBe("data.baseline-edited");
    const body = '{\n"format": "pawl.baseline/1",\n';
    expect(codeOf(() => parseBaseline(`${body}"sha256": ${JSON.stringify(sha256(body))}\n}\n`))).toBe("data.baseline-edited");
  });

  it("names the line of a merge conflict", async () => {
    const written = (await text()).replace('["n3",1],', '<<<<<<< HEAD\n["n3",1],\n=======\n["n3",0],\n>>>>>>> theirs');
    expect(() => parseBaseline(written, { where: "pawl/x/baseline.json" })).toThrow(
      expect.objectContaining({ code: "data.baseline-conflict", facts: { line: written.split("\n").indexOf("<<<<<<< HEAD") + 1 } }),
    );
  });

  it("says that a newer format needs a newer version, before it checks anything else", async () => {
    const newer = (await text()).replace("pawl.baseline/1", "pawl.baseline/2");
    expect(codeOf(() => parseBaseline(newer))).toBe("data.baseline-newer");
  });
});
