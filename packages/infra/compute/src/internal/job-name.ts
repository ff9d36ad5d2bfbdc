/** Returns the name that BullMQ takes for any id: not a number, no colon; ids that differ have names that differ. */
export function jobNameOf(id: string): string {
  return `j-${encodeURIComponent(id.toWellFormed())}`;
}
