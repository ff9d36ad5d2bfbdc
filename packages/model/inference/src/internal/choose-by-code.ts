import type { ChooseRequest, GenerateRequest, GenerateResult, Message } from "@pawl/core";

/** Single letters are one token in every vocabulary we know of, at the begin of an answer and after a space. */
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Returns a code for each candidate: letters while there are enough, else numbers, which take several tokens and so have no log-probability. */
export function codesFor(count: number): readonly string[] {
  if (count <= LETTERS.length) return [...LETTERS.slice(0, count)];
  return Array.from({ length: count }, (_, index) => String(index + 1));
}

/** Returns the request that asks for a candidate's code and nothing else. */
export function codeRequest({ messages, candidates }: ChooseRequest, codes: readonly string[], withLogProbs: boolean): GenerateRequest {
  const list = candidates.map((candidate, index) => `${codes[index]}: ${candidate.replaceAll(/\s+/g, " ")}`).join("\n");
  const ask = `Which of these is it?\n${list}\nAnswer with the code alone, without any other word.`;
  const singleToken = candidates.length <= LETTERS.length;
  return {
    messages: withAsk(messages, ask),
    sampling: { temperature: 0, maxTokens: withLogProbs && singleToken ? 1 : 8 },
    ...(withLogProbs && singleToken ? { topLogProbs: 20 } : {}),
  };
}

/** Behind the last user's message, as some templates refuse two in a row. */
function withAsk(messages: readonly Message[], ask: string): readonly Message[] {
  const last = messages.at(-1);
  if (last?.role !== "user") return [...messages, { role: "user", content: ask }];
  const content = typeof last.content === "string" ? `${last.content}\n\n${ask}` : [...last.content, { type: "text" as const, text: ask }];
  return [...messages.slice(0, -1), { ...last, content }];
}

/**
 * Returns which code was meant and the natural log-probability of each, null for those outside the engine's list of likeliest tokens. Tokens that
 * spell a code with white space around it are added up. Null where the answer names no code.
 */
export function readCode(
  result: GenerateResult,
  codes: readonly string[],
): { readonly index: number; readonly logProbs: readonly (number | null)[] } | null {
  const first = result.logProbs?.[0];
  const written = codes.indexOf(codeIn(result.message.content, codes) ?? "");
  if (!first) return written < 0 ? null : { index: written, logProbs: codes.map(() => null) };
  const mass = codes.map(() => 0);
  const tokens = first.top.some(({ token }) => token === first.token) ? first.top : [...first.top, first];
  for (const { token, logProb } of tokens) {
    const at = codes.indexOf(token.trim());
    if (at >= 0) mass[at] = (mass[at] ?? 0) + Math.exp(logProb);
  }
  const logProbs = mass.map((share) => (share > 0 ? Math.min(0, Math.log(share)) : null));
  const best = mass.indexOf(Math.max(...mass));
  if ((mass[best] ?? 0) > 0) return { index: best, logProbs };
  return written < 0 ? null : { index: written, logProbs };
}

/** The code that the answer is, or begins with as a word of its own: "B", "B.", "(B)", "**B**: late". */
function codeIn(text: string, codes: readonly string[]): string | null {
  const word = /^[^A-Za-z0-9]*([A-Za-z]|\d+)(?![A-Za-z0-9])/.exec(text)?.[1];
  return word !== undefined && codes.includes(word) ? word : null;
}
