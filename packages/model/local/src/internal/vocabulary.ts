/** The bytes of every token, and which tokens are words of the template and not of a text. */
export interface Vocabulary {
  readonly size: number;
  readonly bytes: (token: number) => Uint8Array;
  /** Control, unknown and unused tokens: never part of an answer's text. */
  readonly isControl: (token: number) => boolean;
  /** All tokens with a text, ordered by their bytes; made on first use. */
  readonly sorted: () => Int32Array;
}

const NOTHING = new Uint8Array(0);

/** Returns the vocabulary of a GGUF file: byte-level BPE (`gpt2`, bytes as GPT-2 writes them) or SentencePiece (`▁` for a space, `<0x0A>` for a byte). */
export function vocabulary(tokenizer: {
  readonly model: string;
  readonly tokens: readonly string[];
  readonly types: readonly number[];
}): Vocabulary {
  const byteLevel = tokenizer.model === "gpt2";
  const back = byteLevel ? gpt2Bytes() : null;
  const known = new Map<number, Uint8Array>();
  const encoder = new TextEncoder();
  const bytes = (token: number): Uint8Array => {
    const found = known.get(token);
    if (found !== undefined) return found;
    const text = tokenizer.tokens[token] ?? "";
    const type = tokenizer.types[token] ?? 1;
    let made: Uint8Array;
    const byte = /^<0x([0-9A-F]{2})>$/.exec(text);
    if (type === 6 && byte !== null) made = Uint8Array.of(Number.parseInt(byte[1] ?? "0", 16));
    else if (type === 4) made = encoder.encode(text);
    else if (back !== null) made = Uint8Array.from([...text].flatMap((char) => back.get(char) ?? [...encoder.encode(char)]));
    else made = encoder.encode(text.replaceAll("▁", " "));
    known.set(token, made);
    return made;
  };
  // Types of GGUF: 1 normal, 2 unknown, 3 control, 4 user defined, 5 unused, 6 byte.
  const isControl = (token: number): boolean => [2, 3, 5].includes(tokenizer.types[token] ?? 1);
  let sorted: Int32Array | null = null;
  return {
    size: tokenizer.tokens.length,
    bytes: (token) => (isControl(token) ? NOTHING : bytes(token)),
    isControl,
    sorted: () => {
      sorted ??= Int32Array.from(
        tokenizer.tokens
          .map((_, token) => token)
          .filter((token) => !isControl(token) && bytes(token).length > 0)
          .sort((a, b) => Buffer.compare(bytes(a), bytes(b)) || a - b),
      );
      return sorted;
    },
  };
}

/** GPT-2 writes the bytes that are no visible Latin-1 characters as the code points from 256 on (openai/gpt-2, `bytes_to_unicode`). */
function gpt2Bytes(): Map<string, number[]> {
  const visible = (byte: number): boolean => (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  const back = new Map<string, number[]>();
  let next = 256;
  for (let byte = 0; byte < 256; byte++) back.set(String.fromCodePoint(visible(byte) ? byte : next++), [byte]);
  return back;
}
