import { isIPv4, isIPv6 } from "node:net";
import { NOT_AFTER_MASK, NOT_BEFORE_MASK } from "./internal/mask-edge.ts";

const V4 = new RegExp(String.raw`(?<![\w.])${NOT_AFTER_MASK}\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\d)${NOT_BEFORE_MASK}`, "g");
const V6 = new RegExp(String.raw`(?<![\w:.])${NOT_AFTER_MASK}[0-9A-Fa-f:]{3,39}(?:\.\d{1,3}){0,3}(?![\w:])${NOT_BEFORE_MASK}`, "g");

/** Returns the text with IPv4 and IPv6 addresses replaced, by what `node:net` takes for one. A version number of four parts looks like one. */
export function replaceIpAddresses(text: string, mask: string): string {
  return text
    .replace(V6, (match) => {
      const address = match.replace(/(?<!:):$/, "");
      return /[0-9A-Fa-f]/.test(address) && isIPv6(address) ? mask + match.slice(address.length) : match;
    })
    .replace(V4, (match) => (isIPv4(match) ? mask : match));
}
