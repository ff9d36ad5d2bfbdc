import { isPlain, kindOf, said, unknownKeys } from "./plain-value.ts";

const KEYS = ["path", "map", "name", "delimiter"];
const SPLITS = ["train", "dev", "test"];

/** Returns what is wrong with where a task's examples are read from, in sentences. */
export function datasetProblems(source: unknown, at: string): readonly string[] {
  if (typeof source === "string" || typeof source === "function") return [];
  if (!isPlain(source) || !(typeof source["path"] === "string" || isPlain(source["path"])))
    return [`${at} must be a path, { path, map } or a function that loads it; got ${kindOf(source)}`];
  const { delimiter, map, name, path } = source;
  return [
    ...unknownKeys(source, KEYS, at),
    ...(isPlain(path) ? unknownKeys(path, SPLITS, `${at}.path`) : []),
    ...(map === undefined || typeof map === "function" || isPlain(map)
      ? []
      : [`${at}.map must be an object of columns or a function; got ${kindOf(map)}`]),
    ...(name === undefined || typeof name === "string" ? [] : [`${at}.name must be a text; got ${said(name)}`]),
    ...(delimiter === undefined || typeof delimiter === "string" ? [] : [`${at}.delimiter must be a character; got ${said(delimiter)}`]),
  ];
}
