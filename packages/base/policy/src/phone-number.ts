import { NOT_AFTER_MASK, NOT_BEFORE_MASK } from "./internal/mask-edge.ts";

/** A number of its own: not part of a word, an id or a decimal. */
const BEGIN = String.raw`(?<![\w.,+-])${NOT_AFTER_MASK}`;
const END = String.raw`(?![\w]|-\w|[.,]\d)${NOT_BEFORE_MASK}`;

/** `+`, `(+` or 00, then 7 to 15 digits (ITU-T E.164) with up to three separators between them. */
const INTERNATIONAL = new RegExp(
  String.raw`(?:${NOT_AFTER_MASK}\+\(?|${NOT_AFTER_MASK}\(\+|${BEGIN}00(?=[1-9]))\d(?:[ ().\/-]{0,3}\d){6,14}${END}`,
  "g",
);
/** 8 to 12 digits. */
const NATIONAL = new RegExp(String.raw`${BEGIN}\(?0\d(?:[ ().\/-]{0,2}\d){6,10}${END}`, "g");
/** North American numbering plan: area and exchange begin with 2 to 9. */
const NORTH_AMERICAN = new RegExp(String.raw`${BEGIN}(?:1[ .-])?\(?[2-9]\d{2}\)?[ .-]{1,2}[2-9]\d{2}[ .-]\d{4}${END}`, "g");

/** A date, or a date and what follows it: 01.02.2024, 03/04/24 12. */
const DATE = /^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?!\d)/;

/**
 * Returns the text with phone numbers replaced: international (+ or 00), national with a leading 0 and a separator or 10 to 11 digits in one,
 * North American. A national number without a leading 0 in another country's way of writing is not found.
 */
export function replacePhones(text: string, mask: string): string {
  return text
    .replace(INTERNATIONAL, mask)
    .replace(NATIONAL, (match) => (isNational(match) ? mask : match))
    .replace(NORTH_AMERICAN, mask);
}

function isNational(match: string): boolean {
  if (DATE.test(match)) return false;
  const digits = match.replace(/\D/g, "").length;
  return digits !== match.length || digits === 10 || digits === 11;
}
