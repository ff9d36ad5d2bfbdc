export { createRenderer, outputText, type RendererOptions } from "./create-renderer.ts";
export { createRunner, type RunnerOptions } from "./create-runner.ts";
export { type DiverseOptions, diverseRetriever } from "./diverse-retriever.ts";
export { type FitOptions, type FitPart, type FittedPrompt, fitPrompt } from "./fit-prompt.ts";
export { modelJson } from "./model-json.ts";
export { type NeutraliseOptions, neutralise } from "./neutralise.ts";
export { type ParsedOutput, parseJson } from "./parse-output.ts";
export { preflightSchema, type SchemaFinding, type SchemaPreflight } from "./preflight-schema.ts";
export { rememberAnswers } from "./remember-answers.ts";
export type { SchemaEngine } from "./schema-dialect.ts";
export {
  type FixedDemonstrationsOptions,
  fixedDemonstrations,
  type RandomDemonstrationsOptions,
  randomDemonstrations,
} from "./select-demonstrations.ts";
export { fromStrictOutput, toStrictSchema } from "./strict-schema.ts";
export { type Template, type TemplateValue, type TemplateVariables, template } from "./template.ts";
export { type FallbackOptions, runWithFallback, withFallback } from "./with-fallback.ts";
