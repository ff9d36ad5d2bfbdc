/** Turns bytes of tokens into text that is safe to show: never half a character, never the beginning of a stop string. */
export interface TextAssembler {
  /** Returns the text that became certain; empty where more must come first. */
  readonly push: (bytes: Uint8Array) => string;
  /** Returns what was held back. After a stop string there is none. */
  readonly finish: () => string;
  readonly stopped: () => boolean;
  /** All text given out so far. */
  readonly text: () => string;
}

/** Returns an assembler that ends before the first of the stop strings. Broken UTF-8 becomes U+FFFD. */
export function textAssembler(stop: readonly string[] = []): TextAssembler {
  const decoder = new TextDecoder();
  const stops = stop.filter((text) => text !== "");
  let given = "";
  let held = "";
  let stopped = false;
  const give = (text: string): string => {
    given += text;
    return text;
  };
  const take = (): string => {
    const at = stops.map((text) => held.indexOf(text)).filter((index) => index >= 0);
    if (at.length > 0) {
      stopped = true;
      const before = held.slice(0, Math.min(...at));
      held = "";
      return give(before);
    }
    const keep = Math.max(0, ...stops.map((text) => overlap(held, text)));
    const sure = held.slice(0, held.length - keep);
    held = held.slice(held.length - keep);
    return give(sure);
  };
  return {
    push: (bytes) => {
      if (stopped) return "";
      held += decoder.decode(bytes, { stream: true });
      return take();
    },
    finish: () => {
      if (stopped) return "";
      held += decoder.decode();
      const rest = take();
      const last = held;
      held = "";
      return stopped ? rest : rest + give(last);
    },
    stopped: () => stopped,
    text: () => given,
  };
}

/** The length of the longest end of `text` that `stop` begins with. */
function overlap(text: string, stop: string): number {
  for (let length = Math.min(text.length, stop.length - 1); length > 0; length--) {
    if (text.endsWith(stop.slice(0, length))) return length;
  }
  return 0;
}
