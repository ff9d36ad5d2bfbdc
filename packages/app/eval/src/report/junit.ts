export interface JUnitCase {
  readonly name: string;
  readonly group: string;
  readonly ms: number;
  /** A failure is an answer that was not good; an error is none; skipped is one that nobody could score. */
  readonly result?:
    | { readonly kind: "failure" | "error" | "skipped"; readonly message: string; readonly text?: string | undefined }
    | undefined;
}

export interface JUnitSuite {
  readonly name: string;
  readonly at: number;
  readonly properties: readonly (readonly [name: string, value: string])[];
  readonly cases: readonly JUnitCase[];
}

/** Returns a JUnit XML file as CI servers read it (the Jenkins schema: `testsuites`, `testsuite`, `properties`, `testcase`). */
export function junit(suites: readonly JUnitSuite[]): string {
  const all = suites.flatMap(({ cases }) => cases);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${counts(all)}>\n${suites.map(suiteXml).join("")}</testsuites>\n`;
}

/**
 * Returns a text for XML 1.0: markup escaped, line breaks and tabs as references (an attribute would lose them), control characters as their
 * pictures (␀…), and what no XML may hold (lone surrogates, U+FFFE, U+FFFF) as U+FFFD.
 */
export function escapeXml(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/\p{Cc}/gu, (character) => (character < " " ? String.fromCharCode(0x2400 + character.charCodeAt(0)) : "�"))
    .replace(/[\p{Cs}\uFFFE\uFFFF]/gu, "�");
}

function suiteXml({ at, cases, name, properties }: JUnitSuite): string {
  const facts = properties.map(([key, value]) => `<property name="${escapeXml(key)}" value="${escapeXml(value)}"/>`).join("");
  const head = `<testsuite name="${escapeXml(name)}" timestamp="${new Date(at).toISOString().slice(0, 19)}" ${counts(cases)}>`;
  return `${head}${facts === "" ? "" : `<properties>${facts}</properties>`}\n${cases.map(caseXml).join("")}</testsuite>\n`;
}

function caseXml({ group, ms, name, result }: JUnitCase): string {
  const head = `<testcase name="${escapeXml(name)}" classname="${escapeXml(group)}" time="${seconds(ms)}"`;
  if (result === undefined) return `${head}/>\n`;
  const { kind, message, text } = result;
  const type = kind === "skipped" ? "" : ` type="${kind}"`;
  const body = text === undefined || kind === "skipped" ? "/>" : `>${escapeXml(text)}</${kind}>`;
  return `${head}><${kind} message="${escapeXml(message)}"${type}${body}</testcase>\n`;
}

function counts(cases: readonly JUnitCase[]): string {
  const of = (kind: string): number => cases.filter(({ result }) => result?.kind === kind).length;
  const ms = cases.reduce((sum, each) => sum + each.ms, 0);
  return `tests="${cases.length}" failures="${of("failure")}" errors="${of("error")}" skipped="${of("skipped")}" time="${seconds(ms)}"`;
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(3);
}
