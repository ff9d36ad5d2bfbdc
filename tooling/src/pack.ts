import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { runStep } from "./run-step.ts";
import type { PublishedPackage } from "./workspace.ts";

/** Packs every package as it would be published and returns each one's tarball by package name. @throws Error where packing fails. */
export function packAll(packages: readonly PublishedPackage[], folder: string): ReadonlyMap<string, string> {
  mkdirSync(folder, { recursive: true });
  const tarballs = new Map<string, string>();
  for (const { dir, manifest } of packages) {
    const file = join(folder, `${manifest.name.replace("@", "").replace("/", "-")}-${manifest.version}.tgz`);
    const packed = runStep("pnpm", ["pack", "--out", file], { cwd: dir });
    if (!packed.ok) throw new Error(`Packing ${manifest.name} failed:\n${packed.output}`);
    tarballs.set(manifest.name, file);
  }
  return tarballs;
}
