/** A process that says `ready`, waits for a line, then spends from a budget until it is refused, and says each settled amount on stdout. Arguments: file, seed, limit in tokens. */
import { once } from "node:events";
import { writeSync } from "node:fs";
import { seededRandom } from "@pawl/core";
import { sqliteStore } from "../sqlite-store.ts";

const [path = "", seed = "", limit = ""] = process.argv.slice(2);
const store = sqliteStore({ path, busyTimeoutMs: 60_000 });
const random = seededRandom(seed);
const budget = await store.budgets.open("shared", { tokens: Number(limit) });

async function spend(): Promise<void> {
  for (;;) {
    const worst = 1 + Math.floor(random.next() * 20);
    const reservation = await budget.reserve({ tokens: worst });
    if (!reservation.granted) {
      if ((reservation.left.tokens ?? 0) === 0) return;
      continue;
    }
    const used = Math.floor(random.next() * (worst + 1));
    // Said before it is settled: a kill in between is then booked in full, never less than said.
    writeSync(1, `${used}\n`);
    await reservation.settle({ tokens: used });
  }
}

writeSync(1, "ready\n");
await once(process.stdin, "data");
process.stdin.destroy();
await Promise.all([spend(), spend(), spend()]);
await store[Symbol.asyncDispose]();
