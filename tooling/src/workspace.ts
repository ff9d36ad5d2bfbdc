import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./root.ts";

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly dependencies?: { readonly [name: string]: string };
  readonly peerDependencies?: { readonly [name: string]: string };
}

export interface PublishedPackage {
  readonly dir: string;
  readonly manifest: Manifest;
}

const FOLDERS = ["packages/base", "packages/app", "packages/model", "packages/infra"];

/** Every package that is published, in the order of the layers. */
export function publishedPackages(): readonly PublishedPackage[] {
  const dirs = FOLDERS.flatMap((folder) => readdirSync(join(ROOT, folder)).map((name) => join(ROOT, folder, name)));
  return [...dirs, join(ROOT, "packages", "cli")]
    .filter((dir) => existsSync(join(dir, "package.json")))
    .map((dir) => ({ dir, manifest: manifestOf(dir) }))
    .filter(({ manifest }) => !manifest.private);
}

/** A package with all packages of ours that it needs, itself first. */
export function withOwnDependencies(start: PublishedPackage, all: readonly PublishedPackage[]): readonly PublishedPackage[] {
  const found = new Set([start]);
  for (const { manifest } of found) {
    for (const name of Object.keys(manifest.dependencies ?? {})) {
      const dependency = all.find((candidate) => candidate.manifest.name === name);
      if (dependency) found.add(dependency);
    }
  }
  return [...found];
}

function manifestOf(dir: string): Manifest {
  return JSON.parse(readFileSync(join(dir, "package.json"), "utf8"));
}
