/**
 * Returns an upper bound of the tokens of a text for any tokenizer whose tokens are at least a byte long: its UTF-8 bytes, and one for a begin mark.
 * Byte-level BPE (GPT, Llama 3, Qwen) and SentencePiece with byte fallback never take more; English takes a quarter of it, so a prompt that is cut to
 * fit by this count is cut early: give `countTokens` of your own where that matters. 0 for an empty text.
 */
export function tokenBound(text: string): number {
  return text === "" ? 0 : Buffer.byteLength(text) + 1;
}
