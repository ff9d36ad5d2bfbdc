import { neutraliseText } from "@pawl/policy";

export interface NeutraliseOptions {
  /** Names of tags (`message`) and fences (`"""`) that the prompt delimits this text with; in the text they are neutralised too. @default none */
  readonly delimiters?: readonly string[] | undefined;
}

/**
 * Returns user text that cannot pass for a part of the prompt: chat markers and the prompt's own delimiters get a look-alike for their first
 * character and stay readable; invisible and bidirectional controls are gone. Text without any of these comes back as it is; done twice is done once.
 */
export function neutralise(text: string, options: NeutraliseOptions = {}): string {
  const { delimiters = [] } = options;
  return neutraliseText(text, {
    tags: delimiters.filter((delimiter) => TAG_NAME.test(delimiter)),
    fences: delimiters.filter((delimiter) => !TAG_NAME.test(delimiter)),
  });
}

/** Returns a JSON value with every text and key in it neutralised. */
export function neutraliseAll(value: unknown, options: NeutraliseOptions = {}): unknown {
  if (typeof value === "string") return neutralise(value, options);
  if (Array.isArray(value)) return value.map((item) => neutraliseAll(item, options));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [neutralise(key, options), neutraliseAll(member, options)]));
}

const TAG_NAME = /^[A-Za-z][\w-]*$/;
