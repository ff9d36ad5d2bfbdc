/** Returns host, port and number of the database of a Redis URL, without user and password. @throws TypeError where it is none. */
export function redisAddress(url: string): string {
  if (!URL.canParse(url) || !["redis:", "rediss:"].includes(new URL(url).protocol))
    throw new TypeError('"url" is the address of a Redis: redis://host:6379/0, or rediss:// with TLS.');
  const { hostname, port, pathname } = new URL(url);
  return `${hostname === "" ? "127.0.0.1" : hostname}:${port === "" ? "6379" : port}${pathname.length > 1 ? pathname : ""}`;
}
