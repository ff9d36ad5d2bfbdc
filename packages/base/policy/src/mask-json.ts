import { maskPii } from "./mask-pii.ts";
import { maskSecrets, SECRET_MASK } from "./mask-secrets.ts";

export interface MaskOptions {
  /** @default true */
  readonly secrets?: boolean | undefined;
  /** @default true */
  readonly pii?: boolean | undefined;
}

/** Members whose text is a secret whatever its shape. */
const SECRET_NAMES =
  /^(?:x[-_])?(?:api[-_]?key|authorization|proxy-authorization|cookie|set-cookie|password|passwd|secret|client[-_]?secret|access[-_]?token|refresh[-_]?token|id[-_]?token|private[-_]?key|secret[-_]?access[-_]?key)$/i;

/**
 * Returns a copy of a JSON value with every text in it masked (see `maskSecrets`, `maskPii`), and the text of members called `password`,
 * `api_key`, `authorization` and the like replaced whole. Names of members, numbers and `data:` URLs stay. The argument is left as it is.
 */
export function maskJson<T>(value: T, options: MaskOptions = {}): T {
  const { secrets = true, pii = true } = options;
  const mask = (text: string): string => {
    if (text.startsWith("data:")) return text;
    const once = secrets ? maskSecrets(text) : text;
    return pii ? maskPii(once) : once;
  };
  const walk = (node: unknown): unknown => {
    if (typeof node === "string") return mask(node);
    if (Array.isArray(node)) return node.map(walk);
    if (typeof node !== "object" || node === null) return node;
    const out: { [key: string]: unknown } = {};
    for (const [key, member] of Object.entries(node)) {
      const masked = secrets && typeof member === "string" && SECRET_NAMES.test(key) ? SECRET_MASK : walk(member);
      Object.defineProperty(out, key, { value: masked, enumerable: true, writable: true, configurable: true });
    }
    return out;
  };
  return walk(value) as T;
}
