import { exact, fieldF1, label } from "@pawl/eval";
import { localModel } from "@pawl/local";
import { defineConfig } from "pawl";
import { BANKING_INSTRUCTIONS, INTAKE_INSTRUCTIONS, SNIPS_INSTRUCTIONS, TRIAGE_INSTRUCTIONS } from "./src/instructions.ts";
import { publicFolder } from "./src/public-folder.ts";
import { banking77, loadBanking77 } from "./src/tasks/banking77.ts";
import { intake } from "./src/tasks/intake.ts";
import { intentOfTicket } from "./src/tasks/intent-of-ticket.ts";
import { loadSnips, snips } from "./src/tasks/snips.ts";
import { triage } from "./src/tasks/triage.ts";

const messages = "data/messages.jsonl";
/** The whole ticket, its intent included: the headline. */
const ticket = fieldF1();
/** The slots alone, as published figures on such tasks count. */
const slots = { ...fieldF1({ ignore: ["intent"] }), name: "slot-f1" };

export default defineConfig({
  // Races take turns between two variants: each keeps its own prompt's beginning in a sequence of its own.
  models: [localModel("smollm2-135m-instruct", { contextTokens: 1280, sequences: 2 })],
  tasks: {
    intake: {
      task: intake,
      dataset: messages,
      scorers: [ticket, slots, exact()],
      climb: { instructions: INTAKE_INSTRUCTIONS, fixed: [7], retrieved: [3], budget: { ms: 300_000 }, maxTokens: 96 },
    },
    triage: {
      task: triage,
      dataset: { path: messages, map: intentOfTicket },
      scorers: [label()],
      climb: { instructions: TRIAGE_INSTRUCTIONS, fixed: [13], retrieved: [6], budget: { ms: 300_000 } },
    },
    // Of these two some test rows stand in train, as published.
    snips: {
      task: snips,
      dataset: () => loadSnips(publicFolder()),
      scorers: [slots, exact()],
      climb: { instructions: SNIPS_INSTRUCTIONS, fixed: [7], retrieved: [12], budget: { ms: 600_000 }, maxTokens: 96, allowLeaks: true },
    },
    banking77: {
      task: banking77,
      dataset: () => loadBanking77(publicFolder()),
      scorers: [label()],
      climb: { instructions: BANKING_INSTRUCTIONS, fixed: [12], retrieved: [6], budget: { ms: 600_000 }, allowLeaks: true },
    },
  },
});
