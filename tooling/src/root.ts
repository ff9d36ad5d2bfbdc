import { dirname } from "node:path";

/** Absolute path of the checkout. */
export const ROOT: string = dirname(dirname(import.meta.dirname));
