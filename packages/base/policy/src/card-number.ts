import { NOT_AFTER_MASK, NOT_BEFORE_MASK } from "./internal/mask-edge.ts";

/** Runs of digits with single spaces or hyphens between them; linear as a run is taken whole. */
const RUN = new RegExp(String.raw`(?<![A-Za-z0-9])${NOT_AFTER_MASK}\d+(?:[ -]\d+)*(?![A-Za-z0-9])${NOT_BEFORE_MASK}`, "g");

/** Prefixes and lengths of the networks' numbers (ISO/IEC 7812; Mastercard 2-series since 2017). */
const NETWORKS: readonly { readonly prefix: RegExp; readonly lengths: readonly number[] }[] = [
  { prefix: /^4/, lengths: [13, 16, 19] },
  { prefix: /^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, lengths: [16] },
  { prefix: /^3[47]/, lengths: [15] },
  { prefix: /^(?:30[0-5]|3[689])/, lengths: [14, 16, 19] },
  { prefix: /^(?:6011|64[4-9]|65)/, lengths: [16, 19] },
  { prefix: /^35(?:2[89]|[3-8])/, lengths: [16, 19] },
  { prefix: /^62/, lengths: [16, 17, 18, 19] },
  { prefix: /^(?:50|5[6-9]|6[379])/, lengths: [13, 14, 15, 16, 18, 19] },
];

/** Returns the text with each payment card number (a network's prefix and length, Luhn's check digit right) replaced; what else is in the run of digits stays. */
export function replaceCards(text: string, mask: string): string {
  return text.replace(RUN, (run) => replaceInRun(run, mask));
}

function replaceInRun(run: string, mask: string): string {
  const groups = [...run.matchAll(/\d+/g)].map((match) => ({ digits: match[0], start: match.index, end: match.index + match[0].length }));
  let out = "";
  let done = 0;
  for (let first = 0; first < groups.length; first++) {
    const last = lastGroupOfCard(groups, first);
    const [from, to] = [groups[first], last === null ? undefined : groups[last]];
    if (last === null || !from || !to) continue;
    out += run.slice(done, from.start) + mask;
    done = to.end;
    first = last;
  }
  return out + run.slice(done);
}

/** Index of the group with which a card number that begins with the first group ends, the longest one; null where none does. */
function lastGroupOfCard(groups: readonly { readonly digits: string }[], first: number): number | null {
  let digits = "";
  let found: number | null = null;
  for (let i = first; i < groups.length; i++) {
    const next = groups[i]?.digits ?? "";
    // A longer one is a tracking number or an account.
    if (digits.length + next.length > 19) break;
    digits += next;
    if (digits.length >= 13 && isCard(digits)) found = i;
  }
  return found;
}

function isCard(digits: string): boolean {
  return NETWORKS.some(({ prefix, lengths }) => lengths.includes(digits.length) && prefix.test(digits)) && luhn(digits);
}

function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits.charAt(digits.length - 1 - i));
    const weighted = i % 2 === 0 ? digit : digit * 2;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}
