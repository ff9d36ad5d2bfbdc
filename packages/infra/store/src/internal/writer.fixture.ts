/** A process that writes batches of traces without end and says on stdout, line by line, which it was acknowledged. Arguments: file, name. */
import { writeSync } from "node:fs";
import { sampleTrace } from "@pawl/core/testing";
import { sqliteStore } from "../sqlite-store.ts";

const [path = "", name = ""] = process.argv.slice(2);
const store = sqliteStore({ path, busyTimeoutMs: 60_000 });

async function writeOn(lane: number): Promise<never> {
  for (let batch = 0; ; batch++) {
    const ids = [0, 1, 2].map((n) => `${name}-${lane}-${batch}-${n}`);
    await store.traces.put(ids.map((id) => sampleTrace({ id, origin: { tags: { batch: `${name}-${lane}-${batch}` } } })));
    writeSync(1, `${ids.join(" ")}\n`);
  }
}

await Promise.all([0, 1, 2, 3].map(writeOn));
