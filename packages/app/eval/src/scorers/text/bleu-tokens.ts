import { words } from "./ngrams.ts";

/**
 * `13a` is WMT's (mteval-v13a), `intl` that of mteval-v14, `none` splits at white space only, `char` makes a token of each sign, `zh` of each Chinese one,
 * the rest as in `13a`.
 */
export type BleuTokenizer = "13a" | "intl" | "none" | "char" | "zh";

/**
 * What sacreBLEU takes for Chinese: also full-width forms, kana of half width and, by a slip there that is kept so that scores agree, U+2001 to U+2A6D (curly
 * quotation marks, arrows) instead of the ideographs beyond U+FFFF.
 */
const CHINESE =
  /[\u3400-\u4db5\u4e00-\u9fbb\uf900-\ufa2d\ufa30-\ufa6a\ufa70-\ufad9\u2001-\u2a6d\uff00-\uffef\u2e80-\u2fdf\u2ff0-\u303f\u31c0-\u31ef\u3100-\u312f\u31a0-\u31bf\ufe10-\ufe1f\ufe30-\ufe4f\u3200-\u33ff]/gu;

/** Returns the tokens of a text as sacreBLEU 2.6 makes them. */
export function bleuTokens(text: string, tokenizer: BleuTokenizer): string[] {
  const line = text.trimEnd();
  if (tokenizer === "none") return words(line);
  if (tokenizer === "char") return [...line].filter((sign) => sign.trim() !== "");
  if (tokenizer === "zh") return western(line.trim().replace(CHINESE, " $& "));
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
  return western(` ${plain} `);
}

/** Splits at punctuation as mteval does for Western languages. */
function western(text: string): string[] {
  return words(
    text
      .replace(/([{-~[-` -&(-+:-@/])/g, " $1 ")
      .replace(/([^0-9])([.,])/g, "$1 $2 ")
      .replace(/([.,])([^0-9])/g, " $1 $2")
      .replace(/([0-9])(-)/g, "$1 $2 "),
  );
}
