import { expect, it } from "vitest";
import { catalogue } from "./catalogue.ts";

it("names members of wheels by the folder of the wheel's own package", () => {
  const wheels = catalogue.flatMap(({ sources }) => sources.flatMap((source) => (source.kind === "wheels" ? source.wheels : [])));
  expect(wheels.length).toBeGreaterThan(10);
  for (const { member, name } of wheels) expect(member.split("/")[0]).toBe(name.replaceAll("-", "_"));
});

it("pins every model by a hash of its own", () => {
  const hashes = catalogue.map(({ sha256 }) => sha256);
  expect(new Set(hashes).size).toBe(catalogue.length);
  for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{64}$/);
});
