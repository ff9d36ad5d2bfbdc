import { neutralise } from "./neutralise.ts";

type Trim<S extends string> = S extends ` ${infer R}` | `${infer R} ` ? Trim<R> : S;

/** The names in `{{…}}` of a literal text; `string` where the text is not known to the compiler. */
export type TemplateVariables<S extends string> = string extends S
  ? string
  : S extends `${string}{{${infer Name}}}${infer Rest}`
    ? Trim<Name> | TemplateVariables<Rest>
    : never;

export type TemplateValue = string | number | boolean;

/** A text with gaps. `render` takes exactly the named values: one missing or one too many is a type error and a TypeError. */
export interface Template<out Name extends string = string> {
  readonly source: string;
  /** Each once, in order of first use. */
  readonly variables: readonly Name[];
  readonly render: <V extends { readonly [K in Name]: TemplateValue }>(
    values: V & { readonly [K in Exclude<keyof V, Name>]: never },
  ) => string;
}

/** What stands between gaps, and the gaps' names, in order: texts are one more than names. */
export interface TemplateParts {
  readonly texts: readonly string[];
  readonly names: readonly string[];
  /** Tags and fences that the template itself writes: what delimits its values. */
  readonly delimiters: readonly string[];
}

/**
 * Returns a typed template: `template("Hello {{name}}")` wants a `name`. A name is letters, digits, `_`, `-` and `.`. Values are user text: chat
 * markers and the tags (`<message>`) and fences (`"""`) that stand in the template are neutralised in them, so that delimiting a value is writing
 * a tag around it.
 * @throws RangeError where a `{{` has no name or no end.
 */
export function template<const S extends string>(source: S): Template<TemplateVariables<S>> {
  const parts = templateParts(source);
  const variables = [...new Set(parts.names)];
  return {
    source,
    // The compiler reads the same grammar from the literal that templateParts reads from the text.
    variables: variables as TemplateVariables<S>[],
    render: (values) => {
      const given: ReadonlyMap<string, TemplateValue> = new Map(Object.entries(values));
      const missing = variables.filter((name) => given.get(name) === undefined);
      const unused = [...given.keys()].filter((name) => !parts.names.includes(name));
      if (missing.length > 0 || unused.length > 0) throw misfit(missing, unused);
      return fill(parts, (name) => neutralise(String(given.get(name)), { delimiters: parts.delimiters }));
    },
  };
}

const NAME = /^[A-Za-z_][\w.-]*$/;
const TAG = /<\/?([A-Za-z][\w-]*)[^<>]*>/g;
const FENCES = ['"""', "```", "~~~"];

/** Returns a template taken apart. @throws RangeError where a `{{` has no name or no end. */
export function templateParts(source: string): TemplateParts {
  const texts: string[] = [];
  const names: string[] = [];
  let at = 0;
  for (let open = source.indexOf("{{"); open >= 0; open = source.indexOf("{{", at)) {
    const close = source.indexOf("}}", open);
    const name = close < 0 ? "" : source.slice(open + 2, close).trim();
    if (!NAME.test(name)) {
      throw new RangeError(
        `A template's "{{" at character ${open} is followed by a name and "}}", such as {{message}}; got ${JSON.stringify(source.slice(open, open + 20))}.`,
      );
    }
    texts.push(source.slice(at, open));
    names.push(name);
    at = close + 2;
  }
  texts.push(source.slice(at));
  const written = texts.join(" ");
  const tags = [...written.matchAll(TAG)].map(([, tag]) => tag ?? "");
  return { texts, names, delimiters: [...new Set([...tags, ...FENCES.filter((fence) => written.includes(fence))])] };
}

/** Returns the text with each gap filled by what `textFor` gives for its name. */
export function fill(parts: TemplateParts, textFor: (name: string) => string): string {
  return parts.texts.map((text, index) => text + (index < parts.names.length ? textFor(parts.names[index] ?? "") : "")).join("");
}

function misfit(missing: readonly string[], unused: readonly string[]): TypeError {
  const said = [
    ...(missing.length > 0 ? [`no value for ${missing.map((name) => `{{${name}}}`).join(", ")}`] : []),
    ...(unused.length > 0 ? [`no place for ${unused.map((name) => `"${name}"`).join(", ")}`] : []),
  ];
  return new TypeError(`A template takes exactly the values it names: there is ${said.join(" and ")}.`);
}
