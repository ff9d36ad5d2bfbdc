import { escapeXml } from "../report/junit.ts";
import { fallbackText } from "./fallback-use.ts";
import type { GateMetric, GateResult } from "./gate.ts";
import { gateFigures, verdictSentence } from "./gate-figures.ts";

/**
 * Returns a gate's result as JUnit XML: one test case a metric. A regression is a failure; what could not be measured, or other criteria, an error;
 * inconclusive is a failure of a gate that is told as such, and skipped for what blocks nothing.
 */
export function gateJunit(result: GateResult): string {
  const { metrics, task, verdict } = result;
  // What is skipped passes: a verdict that is none of a single metric has its own case.
  const told = metrics.some((metric) => (verdict === "cannot-measure" ? /^<error / : /^<(?:error|failure) /).test(body(metric)));
  const whole = !told && verdict !== "pass";
  const cases = metrics.map((metric) => testCase(`${task}.gate`, metric.metric, body(metric)));
  if (whole)
    cases.push(testCase(`${task}.gate`, "verdict", element("error", verdict, [verdictSentence(verdict), ...result.problems].join("\n"))));
  const count = (tag: string): number => cases.filter((one) => one.includes(`<${tag} `)).length;
  const totals = `tests="${cases.length}" failures="${count("failure")}" errors="${count("error")}" skipped="${count("skipped")}"`;
  const fallback = result.fallback === null ? null : fallbackText(result.fallback, result.changes[0]?.metric ?? null);
  const spare = fallback === null ? "" : `<system-out>${escapeXml(fallback)}</system-out>\n`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="pawl gate" ${totals}>\n<testsuite name="${escapeXml(task)}" ${totals}>\n${judges(metrics)}${cases.join("\n")}\n${spare}</testsuite>\n</testsuites>\n`;
}

function body(metric: GateMetric): string {
  const { kind, notes, severity } = metric;
  const { effect, interval, margin, detectable, n } = gateFigures(metric);
  const said = [`effect ${effect}, interval ${interval}, margin ${margin}, smallest detectable ${detectable}, n ${n}`, ...notes].join("\n");
  if (severity === "tracked") return kind === "pass" ? "" : element("skipped", `tracked: ${kind}`, "");
  if (kind === "regression") return element("failure", "regression", said);
  if (kind === "cannot-measure") return element("error", "cannot-measure", said);
  if (kind === "inconclusive")
    return severity === "gate" ? element("failure", "inconclusive", said) : element("skipped", "guardrail: inconclusive", "");
  return "";
}

/** What the scores of judges are worth, which a test that passes cannot say. */
function judges(metrics: readonly GateMetric[]): string {
  const said = metrics.flatMap(({ judge, metric, notes }) => (judge === undefined ? [] : [[metric, [judge, ...notes].join(" ")] as const]));
  const facts = said.map(([metric, text]) => `<property name="judge of ${escapeXml(metric)}" value="${escapeXml(text)}"/>`);
  return facts.length === 0 ? "" : `<properties>${facts.join("")}</properties>\n`;
}

function testCase(className: string, name: string, content: string): string {
  const open = `<testcase classname="${escapeXml(className)}" name="${escapeXml(name)}"`;
  return content === "" ? `${open}/>` : `${open}>${content}</testcase>`;
}

function element(tag: "failure" | "error" | "skipped", message: string, content: string): string {
  const open = `<${tag} message="${escapeXml(message)}"`;
  return content === "" ? `${open} />` : `${open} type="${escapeXml(message)}">${escapeXml(content)}</${tag}>`;
}
