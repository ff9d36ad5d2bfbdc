export { type AutoevalsScore, type FromAutoevalsOptions, fromAutoevals } from "./adapters/from-autoevals.ts";
export {
  type FromLangsmithOptions,
  fromLangsmith,
  type LangsmithArguments,
  type LangsmithEvaluator,
  type LangsmithResult,
} from "./adapters/from-langsmith.ts";
export {
  type EvalsData,
  openaiDataSourceConfig,
  type ReadEvalsOptions,
  readOpenaiEvals,
  type WriteEvalsOptions,
  writeOpenaiEvals,
} from "./adapters/openai/evals-data.ts";
export { type OpenaiGraders, type ReadGradersOptions, readOpenaiGraders } from "./adapters/openai/read-graders.ts";
export type { CheckMakers } from "./adapters/promptfoo/assertion.ts";
export { promptfooPrompt } from "./adapters/promptfoo/promptfoo-prompt.ts";
export { type PromptfooTests, type ReadPromptfooOptions, readPromptfoo } from "./adapters/promptfoo/read-promptfoo.ts";
export type { Unsupported } from "./adapters/unsupported.ts";
