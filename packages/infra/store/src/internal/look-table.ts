import { jsonText, type Look, type Store } from "@pawl/core";
import type { Connection } from "./connection.ts";
import { bodyOf } from "./rows.ts";

export function lookTable({ read, write }: Connection): Store["looks"] {
  return {
    add: async (testSplit, look) => {
      const body = jsonText(look);
      return write((prepare) => {
        prepare("INSERT INTO looks (split, run_id, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING").run(testSplit, look.runId, body);
        return Number(prepare("SELECT count(*) AS looks FROM looks WHERE split = ?").get(testSplit)?.["looks"]);
      });
    },
    list: (testSplit) =>
      read((prepare) =>
        prepare("SELECT body FROM looks WHERE split = ? ORDER BY seq")
          .all(testSplit)
          .map(bodyOf<Look>),
      ),
  };
}
