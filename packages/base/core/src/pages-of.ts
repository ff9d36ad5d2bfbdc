import type { Page } from "./store-page.ts";

/** Returns every page of a list, the next asked for once the one before is done with; at least one, which may be empty. What `read` rejects with comes through. */
export async function* pagesOf<T>(read: (cursor: string | undefined) => Promise<Page<T>>): AsyncGenerator<Page<T>, void, void> {
  let cursor: string | undefined;
  for (;;) {
    const page = await read(cursor);
    yield page;
    if (!page.more) return;
    cursor = page.next;
  }
}
