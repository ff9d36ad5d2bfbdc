import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";

it("lets the process end at once where there is no pip", () => {
  const folder = mkdtempSync(join(tmpdir(), "pawl-no-pip-"));
  try {
    const script = `import { wheelAddress } from ${JSON.stringify(join(import.meta.dirname, "wheel-address.ts"))};
      await wheelAddress({ name: "x", version: "1" }, { env: process.env }).catch(({ message }) => console.log(message));`;
    const { stdout, signal } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
      env: { PATH: folder },
      encoding: "utf8",
      timeout: 15_000,
    });
    expect({ stdout, signal }).toEqual({
      stdout: "pip: not installed; pip3: not installed; python3 -m pip: not installed\n",
      signal: null,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
