import { BANKING_INTENTS } from "./tasks/banking77.ts";
import { SNIPS_INTENTS } from "./tasks/snips.ts";
import { INTENTS } from "./tasks/ticket.ts";

/** Hand-written, not searched: the climb's first rung says so. The first of each is where the climb begins. */
export const INTAKE_INSTRUCTIONS = {
  plain: "Read the customer's message to a parcel carrier and write the ticket as JSON.",
  fields: `Read the customer's message to a parcel carrier and write the ticket as JSON. intent is one of: ${INTENTS.join(", ")}. Add tracking, item, place, time, amount, person, reason and wanted only if the message says them, copied word for word.`,
};

export const TRIAGE_INSTRUCTIONS = {
  plain: `What does the customer of a parcel carrier want? Answer with one of: ${INTENTS.join(", ")}.`,
  described:
    "Sort the message to a parcel carrier. track: where is it. late: promised and not come. missing: shown as delivered but not received, or lost. damaged: broken, wet or opened. misdelivered: came to the wrong person. redirect: deliver elsewhere. reschedule: deliver at another time. collect: fetch a parcel. refund: wants money. customs: duty and papers. price: what would it cost. complaint: about staff or service. other: nothing this desk can do.",
};

export const SNIPS_INSTRUCTIONS = {
  plain: `Write the request to a voice assistant as JSON: its intent (${SNIPS_INTENTS.join(", ")}) and its slots, copied word for word.`,
};

export const BANKING_INSTRUCTIONS = {
  plain: `What is the customer's question to the bank about? Answer with one of: ${BANKING_INTENTS.join(", ")}.`,
};
