/** A message to a bicycle shop and who should answer it: small enough to read, varied enough that a rule does not get it right. */
export interface StarterExample {
  readonly message: string;
  readonly label: "workshop" | "sales" | "hours" | "other";
  readonly split: "train" | "dev" | "test";
}

export const STARTER_EXAMPLES: readonly StarterExample[] = [
  { split: "train", label: "workshop", message: "Back brake squeals like a pig since the rain, can I bring it by?" },
  { split: "train", label: "workshop", message: "my chain jumped off three times on the way to work" },
  { split: "train", label: "sales", message: "Do you still have the green cargo bike that was in the window last week?" },
  { split: "train", label: "sales", message: "Looking for a first bike for a seven year old who is scared of hand brakes." },
  { split: "train", label: "hours", message: "open on whit monday?" },
  { split: "train", label: "hours", message: "How late can I collect tonight? I finish at six in the next town." },
  { split: "train", label: "other", message: "We print caps and mugs for local shops, may I send you a catalogue?" },
  { split: "train", label: "other", message: "Is this the number of the bakery" },
  { split: "dev", label: "workshop", message: "Something rattles in the bottom bracket, only uphill." },
  { split: "dev", label: "workshop", message: "wheel got bent in a tram rail, how long would you need" },
  { split: "dev", label: "sales", message: "What would you give me for my old racer if I took a new one from you?" },
  { split: "dev", label: "sales", message: "helmet size 62, anything there?" },
  { split: "dev", label: "hours", message: "Are you there during the summer fair or do you close the street side?" },
  { split: "dev", label: "other", message: "My daughter needs a week of work experience in May." },
  { split: "test", label: "workshop", message: "Could somebody look at the gears before Saturday's tour?" },
  { split: "test", label: "workshop", message: "flat again!! second time this month, same wheel" },
  { split: "test", label: "sales", message: "Which lock do you recommend that is not heavier than the bike?" },
  { split: "test", label: "sales", message: "Can one order the pannier in brown?" },
  { split: "test", label: "hours", message: "saturday til when" },
  { split: "test", label: "other", message: "Who shovels the snow in front of your shop? I nearly fell." },
];
