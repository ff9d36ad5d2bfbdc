import { jsonText, type Store, type VariantRecord } from "@pawl/core";
import type { Connection } from "./connection.ts";
import { bodyOf, equal, pageOf } from "./rows.ts";

export function variantTable({ read, write }: Connection): Store["variants"] {
  return {
    put: async (record) => {
      const body = jsonText(record);
      await write((prepare) => {
        prepare("INSERT INTO variants (id, task, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING").run(record.id, record.task.name, body);
      });
    },
    get: (id) =>
      read((prepare) => {
        const row = prepare("SELECT body FROM variants WHERE id = ?").get(id);
        return row === undefined ? null : bodyOf<VariantRecord>(row);
      }),
    list: (task, page) => read((prepare) => pageOf<VariantRecord>(prepare, { table: "variants", conditions: [equal("task", task)] }, page)),
  };
}
