import type { SQLInputValue } from "node:sqlite";
import { type Budget, type Clock, checkSpend, DEFAULT_TTL_MS, leftOf, type Reservation, type Spend, type Store } from "@pawl/core";
import type { Connection, Prepare } from "./connection.ts";
import type { Row } from "./rows.ts";

const COLUMNS = ["micro_dollars", "tokens", "calls", "ms"] as const;

const RESERVED = `SELECT ${COLUMNS.map((column) => `coalesce(sum(${column}), 0) AS ${column}`).join(", ")} FROM reservations WHERE budget = ?`;

const OPEN = `
INSERT INTO budgets (name, ${COLUMNS.map((column) => `cap_${column}`).join(", ")}) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (name) DO UPDATE SET ${COLUMNS.map((column) => `cap_${column} = excluded.cap_${column}`).join(", ")}`;

/** Compares with the cap and takes, in one statement. Expired reservations count like the others: in full. */
const RESERVE = `
INSERT INTO reservations (budget, ${COLUMNS.join(", ")}, expires_at)
SELECT b.name, w.*
FROM budgets AS b, (${RESERVED}) AS r, (SELECT ${COLUMNS.map((column) => `? AS ${column}`).join(", ")}, ? AS expires_at) AS w
WHERE b.name = ? AND ${COLUMNS.map((c) => `(b.cap_${c} IS NULL OR w.${c} <= max(0, b.cap_${c} - (b.booked_${c} + r.${c})))`).join(" AND ")}
RETURNING id`;

const TAKEN = `
SELECT ${COLUMNS.map((column) => `b.cap_${column}, b.booked_${column} + r.${column} AS ${column}`).join(", ")}
FROM budgets AS b, (${RESERVED}) AS r WHERE b.name = ?`;

const BOOK = `UPDATE budgets SET ${COLUMNS.map((column) => `booked_${column} = booked_${column} + ?`).join(", ")} WHERE name = ?`;

export function budgetTable(connection: Connection, clock: Clock): Store["budgets"] {
  return {
    open: async (name, limit) => {
      checkSpend(name, limit);
      await connection.write((prepare) => {
        prepare(OPEN).run(name, limit.microDollars ?? null, limit.tokens ?? null, limit.calls ?? null, limit.ms ?? null);
      });
      return sharedBudget(connection, name, clock);
    },
  };
}

function sharedBudget({ read, write }: Connection, name: string, clock: Clock): Budget {
  const held = (id: SQLInputValue): Reservation => ({
    granted: true,
    settle: async (actual) => {
      checkSpend(name, actual);
      await write((prepare) => {
        if (prepare("DELETE FROM reservations WHERE id = ?").run(id).changes === 0) return;
        prepare(BOOK).run(...amounts(actual), name);
      });
    },
    release: async () => {
      const now = clock.now();
      await write((prepare) => prepare("DELETE FROM reservations WHERE id = ? AND expires_at > ?").run(id, now).changes);
    },
  });
  return {
    name,
    reserve: async (worstCase, options) => {
      checkSpend(name, worstCase);
      const expiresAt = clock.now() + (options?.ttlMs ?? DEFAULT_TTL_MS);
      const answer = await write((prepare) => {
        const row = prepare(RESERVE).get(name, ...amounts(worstCase), expiresAt, name);
        return row === undefined ? { left: left(prepare, name) } : { id: Number(row["id"]) };
      });
      return "left" in answer ? { granted: false, left: answer.left } : held(answer.id);
    },
    left: () => read((prepare) => left(prepare, name)),
  };
}

function amounts(spend: Spend): readonly number[] {
  return [spend.microDollars ?? 0, spend.tokens ?? 0, spend.calls ?? 0, spend.ms ?? 0];
}

function left(prepare: Prepare, name: string): Spend {
  const row: Row = prepare(TAKEN).get(name, name) ?? {};
  const limit = {
    ...(row["cap_micro_dollars"] === null ? {} : { microDollars: Number(row["cap_micro_dollars"]) }),
    ...(row["cap_tokens"] === null ? {} : { tokens: Number(row["cap_tokens"]) }),
    ...(row["cap_calls"] === null ? {} : { calls: Number(row["cap_calls"]) }),
    ...(row["cap_ms"] === null ? {} : { ms: Number(row["cap_ms"]) }),
  };
  return leftOf(limit, {
    microDollars: Number(row["micro_dollars"]),
    tokens: Number(row["tokens"]),
    calls: Number(row["calls"]),
    ms: Number(row["ms"]),
  });
}
