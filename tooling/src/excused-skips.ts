import { spawnSync } from "node:child_process";

/** A reason why tests may be skipped where nothing else may be. */
export interface ExcusedSkip {
  readonly reason: string;
  /** Test files it may hold for, from the root. */
  readonly files: RegExp;
  /** Whether it holds on this machine: a test that is skipped although it could run is not excused. */
  readonly holds: boolean;
}

/** Returns the only reasons that a test may be skipped for where everything is asked for (`PAWL_SKIP_NOTHING=1`). */
export function excusedSkips(env: NodeJS.ProcessEnv = process.env): readonly ExcusedSkip[] {
  return [
    {
      reason: "the public data is not here (PAWL_DATA names its folder)",
      files:
        /^tests\/src\/(data\/(banking77|failure-clusters|snips)|eval\/(bfcl|summeval)|local\/json-schema-suite|retrieval\/scifact)\.test\.ts$/,
      holds: env["PAWL_DATA"] === undefined,
    },
    {
      reason: "trec_eval's own sample may not be shipped (PAWL_TREC_SAMPLE names its folder)",
      files: /^packages\/app\/eval\/src\/metrics\/trec-eval\.test\.ts$/,
      holds: env["PAWL_TREC_SAMPLE"] === undefined,
    },
    {
      reason: "autoevals is no dependency (PAWL_AUTOEVALS names its folder); its recorded answers are tested",
      files: /^packages\/app\/eval\/src\/adapters\/from-autoevals\.test\.ts$/,
      holds: env["PAWL_AUTOEVALS"] === undefined,
    },
    {
      reason: "the tests on the real model are left out (PAWL_OFFLINE=1)",
      files: /\.model\.test\.ts$/,
      holds: env["PAWL_OFFLINE"] === "1",
    },
    {
      reason: "a service is not installed here (redis-server, chromium, R or Python's statistics; PAWL_REQUIRE_SERVICES=1 asks for each)",
      files: /^(tests\/src\/(compute|report)\/|tests\/src\/eval\/summeval|packages\/infra\/compute\/|tooling\/src\/reference-values)/,
      holds: env["PAWL_REQUIRE_SERVICES"] !== "1",
    },
    { reason: "no disk may be mounted here", files: /^tests\/src\/cli\/full-disk\.test\.ts$/, holds: !mayMount() },
    { reason: "only root can give its rights up", files: /^tests\/src\/cli\/configuration\.test\.ts$/, holds: process.getuid?.() !== 0 },
  ];
}

function mayMount(): boolean {
  return spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "none", "/mnt"]).status === 0;
}
