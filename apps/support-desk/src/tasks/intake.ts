import { defineTask } from "@pawl/core";
import * as z from "zod";
import { Ticket } from "./ticket.ts";

/** The headline task: a customer's message becomes a ticket. */
export const intake = defineTask({ name: "intake", input: z.object({ message: z.string() }), output: Ticket });
