import { words } from "./ngrams.ts";

/** `13a` is WMT's (mteval-v13a), `intl` that of mteval-v14, `none` splits at white space only. */
export type BleuTokenizer = "13a" | "intl" | "none";

/** Returns the tokens of a text as sacreBLEU 2.6 makes them. */
export function bleuTokens(text: string, tokenizer: BleuTokenizer): string[] {
  const line = text.trimEnd();
  if (tokenizer === "none") return words(line);
  if (tokenizer === "intl") {
    return words(
      line
        .replace(/(\P{N})(\p{P})/gu, "$1 $2 ")
        .replace(/(\p{P})(\P{N})/gu, " $1 $2")
        .replace(/(\p{S})/gu, " $1 "),
    );
  }
  const plain = line
    .replaceAll("<skipped>", "")
    .replaceAll("-\n", "")
    .replaceAll("\n", " ")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">");
  return words(
    ` ${plain} `
      .replace(/([{-~[-` -&(-+:-@/])/g, " $1 ")
      .replace(/([^0-9])([.,])/g, "$1 $2 ")
      .replace(/([.,])([^0-9])/g, " $1 $2")
      .replace(/([0-9])(-)/g, "$1 $2 "),
  );
}
