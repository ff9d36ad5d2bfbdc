import { canonicalJson, type RetrieveOptions } from "@pawl/core";
import type { CopiedDocument } from "./copied-document.ts";

/**
 * Returns whether a document may be found: its id is not excluded and its metadata has every field of `where` with an equal value (lists and objects
 * are equal where their canonical JSON is). Undefined where all may be.
 */
export function documentFilter({
  where = {},
  exclude = new Set(),
}: Pick<RetrieveOptions, "where" | "exclude">): ((document: CopiedDocument) => boolean) | undefined {
  const wanted = Object.entries(where).map(([field, value]) => ({ field, json: canonicalJson(value) }));
  if (wanted.length === 0 && exclude.size === 0) return undefined;
  return ({ id, metadata }) =>
    !exclude.has(id) &&
    wanted.every(({ field, json }) => {
      const value = Object.hasOwn(metadata, field) ? metadata[field] : undefined;
      return value !== undefined && canonicalJson(value) === json;
    });
}
