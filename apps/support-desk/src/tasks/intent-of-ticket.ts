/** Returns a row of intake as a row of triage: the same message, of the ticket only the intent. */
export function intentOfTicket(row: { readonly [column: string]: unknown }): unknown {
  const { expected, alternatives, ...rest } = row;
  const others = Array.isArray(alternatives)
    ? [...new Set(alternatives.map(intentOf))].filter((intent) => intent !== intentOf(expected))
    : [];
  return { ...rest, expected: intentOf(expected), ...(others.length > 0 ? { alternatives: others } : {}) };
}

function intentOf(ticket: unknown): unknown {
  return typeof ticket === "object" && ticket !== null && "intent" in ticket ? ticket.intent : ticket;
}
