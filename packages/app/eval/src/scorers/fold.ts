/** Returns a text as it is compared where looks alone should not matter: NFC, trimmed, white space collapsed, cases folded (by way of upper case, so that ß is ss). */
export function fold(text: string): string {
  return text.normalize("NFC").trim().replace(/\s+/gu, " ").toUpperCase().toLowerCase().normalize("NFC");
}
