import { canonicalJson, type Json } from "@pawl/core";

type Fields = { readonly [field: string]: Json };

/** Returns whether metadata has every field of `where` with an equal value: lists and objects are equal where their canonical JSON is. */
export function metadataFilter(where: Fields): (metadata: Fields) => boolean {
  const wanted = Object.entries(where).map(([field, value]) => ({ field, json: canonicalJson(value) }));
  return (metadata) =>
    wanted.every(({ field, json }) => {
      const value = Object.hasOwn(metadata, field) ? metadata[field] : undefined;
      return value !== undefined && canonicalJson(value) === json;
    });
}
