import { once } from "node:events";
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type Example, seededRandom } from "@pawl/core";
import { sealedLeakCheck } from "@pawl/data";
import { expect, it } from "vitest";

const LINES = 100_000;
const SYSTEM = "You sort the mail of a shop. Answer with one of the kinds below and nothing else. ".repeat(6);

it("finds 300 planted rows in a training file of 100,000 chats with a heap that stays flat", { timeout: 180_000 }, async () => {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  const heap = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const random = seededRandom(1);
  const syllables = "ba ke lo mi nu ra so te vi zu da fe go hi ju".split(" ");
  const word = (): string =>
    Array.from({ length: 2 + Math.floor(random.next() * 2) }, () => syllables[Math.floor(random.next() * 15)]).join("");
  const sentence = (): string => Array.from({ length: 12 }, word).join(" ");
  const sealed = Array.from({ length: 2_000 }, (_, i): Example<string> => ({ id: `s${i}`, input: sentence() }));
  const folder = mkdtempSync(join(tmpdir(), "pawl-leaks-"));
  try {
    const path = join(folder, "tune.jsonl");
    const file = createWriteStream(path);
    for (let i = 0; i < LINES; i++) {
      const planted = i % 333 === 0 && i / 333 < 300 ? `Message: ${sealed[i / 333]?.input}. What is it?` : sentence();
      const messages = [
        { role: "system", content: SYSTEM },
        { role: "user", content: planted },
        { role: "assistant", content: "track" },
      ];
      if (!file.write(`${JSON.stringify({ messages })}\n`)) await once(file, "drain");
    }
    file.end();
    await finished(file);
    const before = heap();
    const started = performance.now();
    let seconds = 0;
    let grown = 0;
    // Read after the file, while the index and all findings are held.
    async function* measured(): AsyncGenerator<Example<string>> {
      seconds = (performance.now() - started) / 1000;
      grown = (heap() - before) / 1e6;
      yield { id: "last", input: "" };
    }
    const report = await sealedLeakCheck({
      sealed,
      sources: [
        { kind: "training-file", path },
        { kind: "examples", name: "last", examples: measured() },
      ],
    });
    console.log(`10⁵ chats against 2,000 sealed rows: ${seconds.toFixed(1)} s, heap grown by ${grown.toFixed(1)} MB`);
    expect(report).toMatchObject({ touched: 300, count: 300, sources: [{ texts: 3 * LINES }, { texts: 1 }] });
    expect(report.leaks.map(({ sealed: id }) => id)).toEqual(Array.from({ length: 300 }, (_, i) => `s${i}`));
    expect(report.leaks[1]?.where).toMatchObject({ kind: "line", line: 334, field: "messages[1]" });
    expect(grown).toBeLessThan(40);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
