import { type Clock, type Json, jsonText, type Store } from "@pawl/core";
import type { Connection } from "./connection.ts";
import { bodyOf } from "./rows.ts";

/** The value put last holds. Whose words it holds stays known, also where a later put does not say. */
const PUT = `
INSERT INTO cache (key, at, expires_at, user, body) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET at = excluded.at, expires_at = excluded.expires_at, user = coalesce(excluded.user, user), body = excluded.body`;

export function cacheTable({ read, write }: Connection, clock: Clock): Store["cache"] {
  return {
    get: (key) =>
      read((prepare) => {
        const row = prepare("SELECT body FROM cache WHERE key = ? AND (expires_at IS NULL OR expires_at > ?)").get(key, clock.now());
        return row === undefined ? null : bodyOf<Json>(row);
      }),
    put: async (key, value, { ttlMs, user } = {}) => {
      const body = jsonText(value);
      const at = clock.now();
      await write((prepare) => {
        prepare(PUT).run(key, at, ttlMs === undefined ? null : at + ttlMs, user ?? null, body);
      });
    },
  };
}
