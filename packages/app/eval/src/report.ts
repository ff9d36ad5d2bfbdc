export { type Axis, axisTitle, formatInterval, formatQuantity, type Quantity } from "./report/axis.ts";
export { type BandChartOptions, bandChart } from "./report/band-chart.ts";
export { type Change, type ChangedItem, changedItems } from "./report/changed-items.ts";
export {
  type ComparisonReport,
  type ComparisonReportOptions,
  comparisonReportJson,
} from "./report/comparison-report.ts";
export { type ComparisonReportHtmlOptions, comparisonReportHtml } from "./report/comparison-report-html.ts";
export { type ComparisonReportJUnitOptions, comparisonReportJUnit } from "./report/comparison-report-junit.ts";
export { type ComparisonReportMarkdownOptions, comparisonReportMarkdown } from "./report/comparison-report-markdown.ts";
export { type Confusion, confusions } from "./report/confusion.ts";
export { type DiffPiece, diffText } from "./report/diff-text.ts";
export { dataTable } from "./report/figure.ts";
export { type HistogramOptions, histogram } from "./report/histogram.ts";
export { escapeHtml, type Html, type HtmlPart, html } from "./report/html.ts";
export { type HtmlPageOptions, htmlPage, type PageSection } from "./report/html-page.ts";
export { formatLevel, type IntervalChartOptions, type IntervalRow, intervalChart } from "./report/interval-chart.ts";
export { itemAnchor } from "./report/item-anchor.ts";
export { type ItemBrowserOptions, itemBrowser } from "./report/item-browser.ts";
export { ITEM_BROWSER_SCRIPT } from "./report/item-list.ts";
export { type ItemTexts, type ItemTextsOptions, readItemTexts } from "./report/item-texts.ts";
export { escapeXml, type JUnitCase, type JUnitSuite, junit } from "./report/junit.ts";
export { markdownTable, markdownText } from "./report/markdown-text.ts";
export { type MatrixChartOptions, matrixChart } from "./report/matrix-chart.ts";
export { metricLabel } from "./report/metric-label.ts";
export { paretoSet } from "./report/pareto.ts";
export { type ItemState, stateOf } from "./report/pick-items.ts";
export { type RunReportHtmlOptions, runReportHtml } from "./report/run-report-html.ts";
export { type RunReport, type RunReportOptions, runReportJson } from "./report/run-report-json.ts";
export { type RunReportJUnitOptions, runReportJUnit } from "./report/run-report-junit.ts";
export { type RunReportMarkdownOptions, runReportMarkdown } from "./report/run-report-markdown.ts";
export { type ScatterChartOptions, type ScatterPoint, scatterChart } from "./report/scatter-chart.ts";
export { type FailureGroup, type FailuresSectionOptions, failuresSection } from "./report/sections/failures-section.ts";
export { type BiasRow, biasSection, type JudgeReport, judgeSection } from "./report/sections/judge-section.ts";
export { type LeaderboardEntry, type LeaderboardSectionOptions, leaderboardSection } from "./report/sections/leaderboard-section.ts";
export { looksSection } from "./report/sections/looks-section.ts";
export { type SliceRow, type SlicesSectionOptions, slicesSection } from "./report/sections/slices-section.ts";
export { standaloneSvg } from "./report/standalone-svg.ts";
export { bandChartText } from "./report/terminal/band-chart-text.ts";
export { displayWidth, fitText, terminalText } from "./report/terminal/display-width.ts";
export { barText, histogramText } from "./report/terminal/histogram-text.ts";
export { intervalChartText } from "./report/terminal/interval-chart-text.ts";
export { matrixChartText } from "./report/terminal/matrix-chart-text.ts";
export { type ProgressLineOptions, progressLine } from "./report/terminal/progress-line.ts";
export { type RunReportTextOptions, runReportText } from "./report/terminal/run-report-text.ts";
export { scatterChartText } from "./report/terminal/scatter-chart-text.ts";
export { type TextTableOptions, textTable } from "./report/terminal/text-table.ts";
export { tiles } from "./report/tiles.ts";
