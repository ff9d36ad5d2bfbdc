import { hashOf } from "@pawl/core";
import type { ConversationUser } from "./conversation-user.ts";

/** Returns a user who says a scenario's lines in their order, whatever is answered, and then ends. */
export function scriptedUser<S>(lines: (scenario: S) => readonly string[]): ConversationUser<S> {
  return {
    // The lines come from the scenario, which the run's plan holds already.
    hash: hashOf({ user: "pawl.scripted-user/1" }),
    say: ({ messages, scenario }) => lines(scenario)[messages.filter(({ role }) => role === "user").length] ?? null,
  };
}
