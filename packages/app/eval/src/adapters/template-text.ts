/** A text whose variables could not all be filled in. */
export interface Missing {
  readonly missing: readonly string[];
}

const VARIABLE = /\{\{([^{}]*)\}\}/g;
const PATH = /^[\p{L}_$][\p{L}\p{N}_$-]*(?:\.[\p{L}\p{N}_$-]+|\[\d+\]|\["[^"]*"\]|\['[^']*'\])*$/u;

/** Returns what in a text is more than `{{ a.b[0] }}`: statements, filters, calls, comments. */
export function templateCode(text: string): string[] {
  const variables = [...text.matchAll(VARIABLE)].filter(([, inner = ""]) => !PATH.test(plainPath(inner))).map(([whole]) => whole);
  return [...between(text, "{%", "%}"), ...between(text, "{#", "#}"), ...variables];
}

/** Returns the text with `{{ a.b[0] }}` replaced by what stands there, a text as it is, anything else as JSON; or the variables that are not there. */
export function filled(text: string, variables: { readonly [name: string]: unknown }): string | Missing {
  const missing: string[] = [];
  const done = text.replace(VARIABLE, (_, inner: string) => {
    const path = plainPath(inner);
    const value = valueAt(variables, path);
    if (value === undefined) missing.push(path);
    return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  });
  return missing.length > 0 ? { missing } : done;
}

/** `{{- a -}}` takes white space away around it there; here the path alone counts. */
function plainPath(inner: string): string {
  const from = inner.startsWith("-") ? 1 : 0;
  return inner.slice(from, inner.length > from && inner.endsWith("-") ? -1 : undefined).trim();
}

/** In time linear in the text, also where nothing is closed. */
function between(text: string, open: string, close: string): string[] {
  const found: string[] = [];
  for (let at = text.indexOf(open); at !== -1; ) {
    const end = text.indexOf(close, at + open.length);
    if (end === -1) break;
    found.push(text.slice(at, end + close.length));
    at = text.indexOf(open, end + close.length);
  }
  return found;
}

/** Returns what a path of names and indices leads to; undefined where nothing is. */
function valueAt(root: unknown, path: string): unknown {
  const steps = path.match(/[^.[\]"']+/g) ?? [];
  let at: unknown = root;
  for (const step of steps) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, step)) return undefined;
    at = Object.entries(at).find(([key]) => key === step)?.[1];
  }
  return at;
}
