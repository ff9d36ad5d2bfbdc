import { join } from "node:path";
import { afterAll, it } from "vitest";
import { temporaryFolder } from "./internal/temporary-folder.fixture.ts";
import { sqliteStore } from "./sqlite-store.ts";
import { storeConformance } from "./testing/index.ts";

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());
let stores = 0;

for (const { name, run } of storeConformance(({ clock }) => sqliteStore({ path: join(folder.path, `${++stores}.db`), clock })))
  it(name, run);
