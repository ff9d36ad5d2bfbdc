import { setTimeout as wait } from "node:timers/promises";
import { fakeModel } from "@pawl/core/testing";

/**
 * Stands in for a hosted model, so that the guide runs without a key: it knows nothing but the prompt, and picks the page whose line there shares
 * most words with the message. Yours is a call of an API; nothing in the guide looks inside.
 */
const REPLIES: readonly ((page: string) => string)[] = [
  (page) => `Thank you for writing. The steps are on ${page}; just reply here if anything is unclear.`,
  (page) => `Sorry for the trouble! Please have a look at ${page}, it says what we will do for you.`,
  (page) => `See ${page}.`,
  (page) => `That is explained on ${page}.`,
  (page) => `I understand that this is annoying. You will find the answer on ${page}, and we are glad to help with the rest.`,
  (page) => `Everybody asks this. Read ${page} before you write.`,
];

export async function complete(prompt: string): Promise<string> {
  await wait(20);
  const [instructions = "", message = ""] = prompt.split("Message:");
  const asked = new Set(stems(message));
  let best = { page: "our help pages", shared: 0 };
  for (const [, page = "", about = ""] of instructions.matchAll(/^- (help\/\S+):(.*)$/gm)) {
    const shared = new Set(stems(`${page} ${about}`).filter((stem) => asked.has(stem))).size;
    if (shared > best.shared) best = { page, shared };
  }
  const reply = REPLIES[message.length % REPLIES.length] ?? String;
  return reply(best.page);
}

/** Words by their first five letters: "returned" and "returns" are one. */
function stems(text: string): string[] {
  return (text.toLowerCase().match(/[a-z]{3,}/g) ?? []).map((word) => word.slice(0, 5));
}

/** Stands in for a model that judges: it takes every reply for polite that does not send the customer away. A real one is `openaiModel({ model: "…" })` of @pawl/inference. */
export const judgeModel = fakeModel({
  ref: { id: "stand-in-judge" },
  answers: ({ messages }) => {
    const curt = /Everybody asks|See (help|our)/.test(JSON.stringify(messages));
    const reasoning = curt ? "It sends the customer away." : "It answers in a friendly way.";
    return JSON.stringify({ reasoning, verdict: curt ? "no" : "yes" });
  },
});
