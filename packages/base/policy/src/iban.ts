import { NOT_AFTER_MASK } from "./internal/mask-edge.ts";

/** Length of an IBAN by country (SWIFT IBAN registry, release 99). */
const LENGTHS: { readonly [country: string]: number } = Object.fromEntries(
  (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 " +
    "GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 " +
    "NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
  )
    .split(" ")
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

const HEAD = new RegExp(String.raw`(?<![A-Za-z0-9])${NOT_AFTER_MASK}[A-Za-z]{2}\d{2}`, "g");

/** Returns the text with each IBAN (of a country's length, its check digits right: ISO 13616) replaced; single spaces or hyphens may stand inside. */
export function replaceIbans(text: string, mask: string): string {
  let out = "";
  let done = 0;
  for (const { 0: head, index } of text.matchAll(HEAD)) {
    const length = LENGTHS[head.slice(0, 2).toUpperCase()];
    if (length === undefined || index < done) continue;
    const found = take(text, { from: index, length });
    if (found === null || !checks(found.compact)) continue;
    out += text.slice(done, index) + mask;
    done = found.end;
  }
  return out + text.slice(done);
}

/** The next `length` letters and digits with at most one space or hyphen between two of them. */
function take(
  text: string,
  { from, length }: { readonly from: number; readonly length: number },
): { readonly compact: string; readonly end: number } | null {
  let compact = "";
  let end = from;
  while (compact.length < length) {
    const separator = /[ -]/.test(text.charAt(end)) ? 1 : 0;
    const character = text.charAt(end + separator);
    if (!/[A-Za-z0-9]/.test(character)) return null;
    compact += character.toUpperCase();
    end += separator + 1;
  }
  return { compact, end };
}

/** ISO 7064 MOD 97-10. */
function checks(iban: string): boolean {
  let remainder = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    for (const digit of String(Number.parseInt(character, 36))) remainder = (remainder * 10 + Number(digit)) % 97;
  }
  return remainder === 1;
}
