import type { Message } from "@pawl/core";
import { messageText } from "./message-text.ts";

export type RecordedConversation = {
  readonly id: string;
  readonly messages: readonly Message[];
  readonly tags?: readonly string[];
  /** @default the conversation's id */
  readonly cluster?: string;
};

/** A row as `examples` of @pawl/data takes it. */
export type TurnRow<out E> = {
  readonly id: string;
  readonly input: { readonly messages: readonly Message[] };
  readonly expected: E;
  readonly cluster: string;
  readonly tags?: readonly string[];
};

/**
 * Returns one row for each answer of recorded conversations: what was said before as input, the recorded answer as what is expected. The rows of a
 * conversation share a cluster, so that a split never parts them and no estimate counts them as independent.
 * @throws RangeError where two conversations have one id
 */
export function turnRows<E>(conversations: readonly RecordedConversation[], expected: (answer: string) => E): TurnRow<E>[] {
  const seen = new Set<string>();
  return conversations.flatMap(({ cluster, id, messages, tags }) => {
    if (seen.has(id)) throw new RangeError(`Two conversations have the id ${JSON.stringify(id)}. Give each its own.`);
    seen.add(id);
    let turn = 0;
    return messages.flatMap((message, index) =>
      message.role === "assistant" && index > 0
        ? [
            {
              id: `${id}#${++turn}`,
              input: { messages: messages.slice(0, index) },
              expected: expected(messageText(message)),
              cluster: cluster ?? id,
              ...(tags === undefined ? {} : { tags }),
            },
          ]
        : [],
    );
  });
}
