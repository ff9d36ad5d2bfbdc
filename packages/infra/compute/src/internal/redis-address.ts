/** Returns host, port and number of the database of a Redis URL, without user and password. @throws TypeError where it is none. */
export function redisAddress(url: string): string {
  if (!URL.canParse(url) || !["redis:", "rediss:"].includes(new URL(url).protocol))
    throw new TypeError('"url" is the address of a Redis: redis://host:6379/0, or rediss:// with TLS.');
  const { hostname, password, pathname, port, username } = new URL(url);
  if (![username, password].every(isEncoded))
    throw new TypeError(
      'The user or the password in "url" is not percent-encoded: write a % in it as %25, and other signs that a URL uses as encodeURIComponent does.',
    );
  return `${hostname === "" ? "127.0.0.1" : hostname}:${port === "" ? "6379" : port}${pathname.length > 1 ? pathname : ""}`;
}

function isEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
