export { createRenderer, outputText, type RendererOptions } from "./create-renderer.ts";
export { createRunner, type RunnerOptions } from "./create-runner.ts";
export { modelJson } from "./model-json.ts";
