export type { Analyzer, AnalyzerSettings } from "./analyzer.ts";
export { createAnalyzer } from "./analyzer.ts";
export { type Bm25Options, bm25Retriever } from "./bm25-retriever.ts";
export type { RetrievalDocument } from "./retrieval-document.ts";
