import * as z from "zod";

/** What the desk does about a message; `other` is what it cannot act on. */
export const INTENTS = [
  "track",
  "late",
  "missing",
  "damaged",
  "misdelivered",
  "redirect",
  "reschedule",
  "collect",
  "refund",
  "customs",
  "price",
  "complaint",
  "other",
] as const;

const quote = (what: string) => z.string().min(1).max(60).meta({ description: what, quoteOf: "message" }).optional();

/** A ticket: the intent, and what the message says of it in the customer's own words, each as the shortest piece that still says it. */
export const Ticket = z.object({
  intent: z.enum(INTENTS),
  tracking: quote("tracking, order or reference number"),
  item: quote("what is in the parcel"),
  place: quote("where it should go, is, was left or found"),
  time: quote("day, date, hour or span"),
  amount: quote("money, weight, size or number of parcels"),
  person: quote("somebody other than the writer"),
  reason: quote("what went wrong or why"),
  wanted: quote("what they ask to be done, beyond the intent"),
});

export type Ticket = z.infer<typeof Ticket>;
