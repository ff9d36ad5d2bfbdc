import { type Clock, type Decision, PawlError, type Proposal, type Spend } from "@pawl/core";
import { NOTHING } from "./ledger.ts";

/** What a decision says beyond where it stands in the climb. */
export type Said = DistributiveOmit<Decision, "format" | "at" | "rung" | "round" | "spent">;

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** The decision log of one climb, in order. */
export interface Journal {
  readonly decisions: readonly Decision[];
  /** Resolves when whoever keeps the log has taken the line: nothing follows from a decision that is not written. */
  readonly write: (said: Said, place?: { readonly rung: string; readonly round: number }) => Promise<void>;
  /** The next proposals of the log that is replayed, or null past its end. */
  readonly replayed: (place: {
    readonly rung: string;
    readonly round: number;
  }) => { readonly proposals: readonly Proposal[]; readonly spent: Spend } | null;
}

export interface JournalOptions {
  readonly clock: Clock;
  readonly spent: () => Spend;
  readonly log: ((decision: Decision) => void | Promise<void>) | undefined;
  readonly onDecision: (decision: Decision) => void;
  readonly replay: readonly Decision[];
}

/** Returns an empty journal. */
export function createJournal(options: JournalOptions): Journal {
  const decisions: Decision[] = [];
  const earlier = options.replay.filter((decision) => decision.kind === "proposed");
  let next = 0;
  return {
    decisions,
    write: async (said, place = { rung: "", round: 0 }) => {
      const decision: Decision = { format: "pawl.decision/1", at: options.clock.now(), ...place, spent: rounded(options.spent()), ...said };
      decisions.push(decision);
      await options.log?.(decision);
      options.onDecision(decision);
    },
    replayed: ({ rung, round }) => {
      const line = earlier[next];
      if (line === undefined) return null;
      if (line.rung !== rung || line.round !== round) {
        throw new PawlError(
          "data.replay-diverged",
          `The log proposes for round ${line.round} of "${line.rung}" where this climb asks for round ${round} of "${rung}": it was written with other inputs, or its answers are no longer in the store. Climb without the log, or give the store it was made with.`,
          { facts: { logged: `${line.rung}/${line.round}`, asked: `${rung}/${round}` } },
        );
      }
      next += 1;
      return { proposals: line.proposals, spent: line.spent };
    },
  };
}

/** Microseconds are enough, and hide the last digits of sums made in another order. */
export function rounded(spend: Spend): Required<Spend> {
  return { ...NOTHING, ...spend, ms: Math.round((spend.ms ?? 0) * 1000) / 1000 };
}
