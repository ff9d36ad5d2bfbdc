export { type ClimbSettings, type Config, type DatasetSource, defineConfig, type GateConfig, type TaskEntry } from "./define-config.ts";
export { EXIT, type ExitCode } from "./exit-code.ts";
export { type RunCliOptions, runCli } from "./run-cli.ts";
