/** A text whose variables could not all be filled in. */
export interface Missing {
  readonly missing: readonly string[];
}

const VARIABLE = /\{\{-?\s*([^{}]*?)\s*-?\}\}/g;
const PATH = /^[\p{L}_$][\p{L}\p{N}_$-]*(?:\.[\p{L}\p{N}_$-]+|\[\d+\]|\["[^"]*"\]|\['[^']*'\])*$/u;

/** Returns what in a text is more than `{{ a.b[0] }}`: statements, filters, calls, comments. */
export function templateCode(text: string): string[] {
  const blocks = text.match(/\{%[\s\S]*?%\}|\{#[\s\S]*?#\}/g) ?? [];
  const variables = [...text.matchAll(VARIABLE)].filter(([, inner = ""]) => !PATH.test(inner)).map(([whole]) => whole);
  return [...blocks, ...variables];
}

/** Returns the text with `{{ a.b[0] }}` replaced by what stands there, a text as it is, anything else as JSON; or the variables that are not there. */
export function filled(text: string, variables: { readonly [name: string]: unknown }): string | Missing {
  const missing: string[] = [];
  const done = text.replace(VARIABLE, (_, inner: string) => {
    const value = valueAt(variables, inner);
    if (value === undefined) missing.push(inner);
    return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  });
  return missing.length > 0 ? { missing } : done;
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
