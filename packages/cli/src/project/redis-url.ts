import { PawlError } from "@pawl/core";

export interface RedisUrl {
  readonly url: string;
  /** To be told where a password stands on the command line; null else. */
  readonly warning: string | null;
}

/** The word that stands for what the environment says. */
const ENV = "env";
const VARIABLE = "PAWL_REDIS_URL";

/**
 * Returns the address that a command was given: itself, or for `env` what `PAWL_REDIS_URL` says, so that no password stands in the list of processes.
 * @throws PawlError `use.no-redis-url` where the variable is not set, `use.redis-url` where it is no URL of a Redis; neither repeats it.
 */
export function redisUrl(given: string, env: { readonly [name: string]: string | undefined }): RedisUrl {
  const url = given === ENV ? env[VARIABLE] : given;
  if (url === undefined || url === "")
    throw new PawlError(
      "use.no-redis-url",
      `${VARIABLE} is not set, and "env" takes the address from there: export ${VARIABLE}=redis://host:6379, with user:password@ before the host where it asks for one.\nNothing was run.`,
      {
        facts: { variable: VARIABLE },
      },
    );
  if (!URL.canParse(url) || !["redis:", "rediss:"].includes(new URL(url).protocol))
    throw new PawlError(
      "use.redis-url",
      `${given === ENV ? VARIABLE : "What was given"} is no address of a Redis. Write redis://host:6379, rediss:// with TLS, or env for what ${VARIABLE} says.\nNothing was run.`,
    );
  if (![new URL(url).username, new URL(url).password].every(isEncoded))
    throw new PawlError(
      "use.redis-url",
      `The user or the password in ${given === ENV ? VARIABLE : "the address that was given"} is not percent-encoded: write a % in it as %25.\nNothing was run.`,
    );
  const seen = given !== ENV && new URL(url).password !== "";
  const warning = `The password in this URL can be read in the list of processes. Put the URL into ${VARIABLE} and write env in its place.`;
  return { url, warning: seen ? warning : null };
}

function isEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
