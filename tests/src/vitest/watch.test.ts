import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { label, readOutline, summarise } from "@pawl/eval";
import { sqliteStore } from "@pawl/store";
import { expect, it } from "vitest";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const BOUND_MS = 60_000;

const CONFIG = `export default { resolve: { conditions: ["pawl-source"] }, ssr: { resolve: { conditions: ["pawl-source"] } } };\n`;

/** An eval that writes down each call of what it evaluates, and keeps its run in a store. */
const evalFile = (version: string): string => `import { appendFileSync } from "node:fs";
import { label } from "@pawl/eval";
import { describeEval } from "@pawl/eval/vitest";
import { sqliteStore } from "@pawl/store";
const rows = Array.from({ length: 40 }, (_, i) => ({ id: "n" + i, input: i, expected: i % 2 ? "odd" : "even" }));
const read = async function* () { yield* rows; };
const split = { hash: "rows-1", size: rows.length };
const dataset = { name: "parity", task: { name: "parity", hash: "t" }, splits: { train: split, dev: split, test: split }, read, unseal: read };
describeEval("parity", {
  dataset,
  store: sqliteStore({ path: new URL("store.db", import.meta.url).pathname }),
  version: "${version}",
  run: (n: number) => { appendFileSync(new URL("calls.txt", import.meta.url), n + "\\n"); return n % 2 ? "odd" : "even"; },
  scorers: [label()],
  atLeast: { label: 0.8 },
});
`;

/** Hears a watching Vitest; each of its runs ends with a line that says it waits. */
function watching(child: ChildProcess): { readonly ended: (runs: number) => Promise<void>; readonly text: () => string } {
  let text = "";
  const hear = (chunk: string): void => {
    text += chunk;
  };
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", hear);
  return {
    text: () => text,
    ended: async (runs) => {
      await expect
        .poll(() => text.match(/Waiting for file changes/g)?.length ?? 0, { timeout: BOUND_MS, interval: 50, message: text })
        .toBeGreaterThanOrEqual(runs);
    },
  };
}

it("vitest --watch asks again only for what changed, from the store of the run before", async () => {
  const folder = mkdtempSync(join(tmpdir(), "pawl-watch-"));
  const file = join(folder, "parity.test.ts");
  const calls = (): number =>
    existsSync(join(folder, "calls.txt")) ? readFileSync(join(folder, "calls.txt"), "utf8").trim().split("\n").length : 0;
  symlinkSync(here("../../node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  writeFileSync(join(folder, "vitest.config.js"), CONFIG);
  writeFileSync(file, evalFile("one"));
  const child = spawn(process.execPath, [here("../../node_modules/vitest/vitest.mjs"), "--watch", "--root", folder], {
    env: { ...process.env, VITEST: undefined, CI: undefined, NO_COLOR: "1" },
    stdio: ["pipe", "pipe", "pipe"],
  });
  try {
    const { ended, text } = watching(child);
    await ended(1);
    expect(text()).toMatch(/Tests {2}2 passed/);
    expect(calls()).toBe(40);

    // Saved again, nothing that matters is different: the run is read from the store.
    appendFileSync(file, "// another line\n");
    await ended(2);
    expect(text().match(/Tests {2}2 passed/g)).toHaveLength(2);
    expect(calls()).toBe(40);

    writeFileSync(file, evalFile("two"));
    await ended(3);
    expect(calls()).toBe(80);

    await using store = sqliteStore({ path: join(folder, "store.db") });
    const { items } = await store.runs.list({ task: "parity" });
    expect(items.map(({ finishedAt }) => finishedAt !== null)).toEqual([true, true]);
    const { hash, direction, scale } = label();
    for (const record of items) {
      const outline = await readOutline(store, record, { metrics: { label: { hash, direction, scale } } });
      expect(summarise(outline)).toMatchObject({ cases: 40, metrics: [{ scored: 40, missing: 0 }] });
    }
  } finally {
    child.kill("SIGKILL");
    await once(child, "close");
    rmSync(folder, { recursive: true, force: true });
  }
});
