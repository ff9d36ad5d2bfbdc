export { type Analyzer, type AnalyzerSettings, createAnalyzer } from "./analyzer.ts";
export { type Bm25Options, bm25Retriever } from "./bm25-retriever.ts";
export { type KeptBlockOptions, keptBlock } from "./kept-block.ts";
export type { RetrievalDocument } from "./retrieval-document.ts";
