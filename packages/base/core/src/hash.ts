import { hash } from "node:crypto";
import { canonicalJson } from "./canonical-json.ts";
import type { Sha256 } from "./scalars.ts";

/** Returns the SHA-256 of a text (as UTF-8) or of bytes, in lower-case hex. */
export function sha256(content: string | Uint8Array): Sha256 {
  return hash("sha256", content, "hex");
}

/** Returns the SHA-256 of a value's canonical JSON: the id of anything that is data. @throws TypeError where the value is not JSON. */
export function hashOf(value: unknown): Sha256 {
  return sha256(canonicalJson(value));
}
