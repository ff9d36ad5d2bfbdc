import { defineTask } from "@pawl/core";
import * as z from "zod";
import { INTENTS } from "./ticket.ts";

/** Intent only. A linear model does this one as well as a language model: the climb's report says so. */
export const triage = defineTask({ name: "triage", input: z.object({ message: z.string() }), output: z.enum(INTENTS) });
