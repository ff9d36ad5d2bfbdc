export { type CatalogueEntry, catalogue, catalogueEntry, type ModelSource } from "./catalogue.ts";
export { explainSchema, jsonSchemaToGbnf, type SchemaExplanation, type SchemaFinding } from "./json-schema-to-gbnf.ts";
export { type ListedModel, listModels, removeModel } from "./list-models.ts";
export { type LocalModel, type LocalModelOptions, localModel } from "./local-model.ts";
export { type LocateOptions, locateModel, type ModelLocation } from "./locate-model.ts";
export { type Environment, modelFolder } from "./model-folder.ts";
export { type OptimisedModel, type OptimiseOptions, optimiseModel, type ProbeResult } from "./optimise-model.ts";
export type { OptimisedFile, OptimisedFormat } from "./optimised-file.ts";
export { type PulledModel, type PullOptions, pullModel } from "./pull-model.ts";
