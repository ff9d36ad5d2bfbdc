import type { GenerateResult } from "@pawl/core";
import { visibleText } from "@pawl/policy";
import { type ReplyObject, replyObjects } from "./reply-objects.ts";

/** A reply that says nothing certain. `reason` ends up in the score's reason. */
export interface Doubt {
  readonly kind: "doubt";
  readonly reason: string;
}

export interface ReadVerdict {
  readonly kind: "verdict";
  readonly label: string;
  readonly reasoning: string;
  /** Where the label's first character stands in the reply. */
  readonly labelAt: number;
}

export interface ReadClaims {
  readonly kind: "claims";
  readonly claims: readonly string[];
}

/** A judge's reply is a few sentences; one as long as this is something else. */
export const MOST_REPLY_CHARACTERS = 50_000;

/**
 * Returns the verdict that a reply states. The last stated verdict binds; it is one of the labels (case and invisible characters aside) and stands
 * after reasoning in the same object. Everything else is a doubt: a reply that is empty, prose, refused, filtered, cut off, longer than
 * 50,000 characters, off the menu in its last word, or a verdict before its reasoning. Nothing is repaired. Thoughts in a leading `<think>` do not count.
 */
export function readVerdict(result: Pick<GenerateResult, "finishReason" | "message">, labels: readonly string[]): ReadVerdict | Doubt {
  const read = objectsOf(result);
  if (read.kind === "doubt") return read;
  const stated = read.objects.findLast(({ members }) => members.some(({ key }) => key === "verdict"));
  if (stated === undefined) return doubt("The judge's reply states no verdict.");
  const at = stated.members.findLastIndex(({ key }) => key === "verdict");
  const verdict = stated.members[at];
  const said = typeof verdict?.value === "string" ? plain(verdict.value) : null;
  const label = labels.find((one) => plain(one) === said);
  if (verdict === undefined || label === undefined) return doubt("The judge's verdict is none of the levels it was given.");
  const reasoning = stated.members.slice(0, at).findLast(({ key, value }) => key === "reasoning" && isFilled(value))?.value;
  if (typeof reasoning !== "string") return doubt("The judge stated its verdict before any reasoning.");
  return { kind: "verdict", label, reasoning: reasoning.trim(), labelAt: verdict.at + 1 };
}

/** Returns the claims that a reply lists: the last object with a list of texts binds; doubts are as for a verdict. Blank and repeated ones are left out. */
export function readClaims(result: Pick<GenerateResult, "finishReason" | "message">): ReadClaims | Doubt {
  const read = objectsOf(result);
  if (read.kind === "doubt") return read;
  const stated = read.objects.findLast(({ members }) => members.some(({ key }) => key === "claims"));
  const value = stated?.members.findLast(({ key }) => key === "claims")?.value;
  if (!Array.isArray(value)) return doubt("The judge's reply lists no claims.");
  if (!value.every((claim) => typeof claim === "string")) return doubt("The judge listed claims that are no texts.");
  return { kind: "claims", claims: [...new Set(value.map((claim: string) => claim.trim()).filter((claim) => claim !== ""))] };
}

export function doubt(reason: string): Doubt {
  return { kind: "doubt", reason };
}

function objectsOf({
  finishReason,
  message,
}: Pick<GenerateResult, "finishReason" | "message">): Doubt | { readonly kind: "objects"; readonly objects: readonly ReplyObject[] } {
  if (finishReason === "content-filter") return doubt("A content filter withheld the judge's reply.");
  if (finishReason === "refusal") return doubt("The judge refused to judge.");
  if (finishReason === "length") return doubt("The judge's reply was cut off.");
  const { content } = message;
  if (content.length > MOST_REPLY_CHARACTERS) return doubt("The judge's reply is far too long to be a verdict.");
  if (content.trim() === "") return doubt("The judge's reply is empty.");
  const thoughts = /^\s*<think>(?:[\s\S]*?<\/think>)?/iu.exec(content)?.[0] ?? "";
  if (thoughts !== "" && !/<\/think>$/iu.test(thoughts)) return doubt("The judge's reply ends within its thoughts.");
  // Blanked, not taken out, so that places in the reply stay what they are.
  const spoken = " ".repeat(thoughts.length) + content.slice(thoughts.length);
  const { broken, objects } = replyObjects(spoken);
  if (broken) return doubt("The judge's reply ends within a JSON object.");
  return { kind: "objects", objects };
}

function plain(label: string): string {
  return visibleText(label)
    .replace(/[\u200c\u200d]/g, "")
    .trim()
    .toLowerCase();
}

function isFilled(value: unknown): boolean {
  return typeof value === "string" && value.trim() !== "";
}
