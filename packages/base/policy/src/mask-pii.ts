import { replaceCards } from "./card-number.ts";
import { replaceIbans } from "./iban.ts";
import { NOT_AFTER_MASK, NOT_BEFORE_MASK } from "./internal/mask-edge.ts";
import { replaceIpAddresses } from "./ip-address.ts";
import { replacePhones } from "./phone-number.ts";

/** RFC 5321 bounds: 64 for the local part, 63 for a label. Letters of any script. */
const EMAIL = new RegExp(
  String.raw`(?<![\p{L}\p{N}._%+-])${NOT_AFTER_MASK}[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}${NOT_BEFORE_MASK}`,
  "gu",
);

/**
 * Returns the text with what has the shape of personal data replaced: `[email]`, `[iban]`, `[card]` (network and Luhn's digit right),
 * `[phone]`, `[ip]`. Idempotent; time linear in the text. Names, addresses and dates of birth have no shape and are not found.
 */
export function maskPii(text: string): string {
  const withoutEmails = text.replace(EMAIL, "[email]");
  return replacePhones(replaceIpAddresses(replaceCards(replaceIbans(withoutEmails, "[iban]"), "[card]"), "[ip]"), "[phone]");
}
