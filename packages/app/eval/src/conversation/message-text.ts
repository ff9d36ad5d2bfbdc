import type { Message } from "@pawl/core";

/** Returns the text of a message; a file in it is named by its media type. */
export function messageText({ content }: Message): string {
  if (typeof content === "string") return content;
  return content.map((part) => (part.type === "text" ? part.text : `[a file: ${part.mediaType}]`)).join("\n");
}
