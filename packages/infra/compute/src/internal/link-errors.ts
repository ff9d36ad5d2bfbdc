import { type Ms, PawlError } from "@pawl/core";

/** Why a Redis is not waited for any longer. */
export interface Away {
  readonly ms: Ms;
  readonly wasThere: boolean;
  readonly trouble: string;
  /** Whether TLS was spoken. */
  readonly tls: boolean;
}

/** It was not reached in time, or was away for too long. */
export function unreachable(address: string, away: Away): PawlError {
  const { ms, trouble, wasThere } = away;
  const since = wasThere ? `was away for more than ${ms / 1_000} s` : "cannot be reached";
  return new PawlError(
    "service.unreachable",
    `Redis at ${address} ${since}${trouble === "" ? "" : ` (${trouble})`}. ${otherScheme(away)}Check the address and that it runs, then start again: what is on the queue goes on.`,
    { retryable: true, facts: { address, system: trouble, waitedMs: ms } },
  );
}

function otherScheme({ tls, trouble, wasThere }: Away): string {
  if (wasThere || !/^$|^ECONNRESET|^EPROTO|^ERR_SSL/.test(trouble)) return "";
  return `It hung up or said nothing that can be read: where it speaks ${tls ? "no TLS, write redis" : "TLS, write rediss"}://. `;
}

/** It does not know the user, or the password is another one. */
export function refused(address: string, trouble: string): PawlError {
  return new PawlError("use.queue-refused", `Redis at ${address} refused the user or the password (${trouble}). Check them in its URL.`, {
    facts: { address, system: trouble },
  });
}

/** Nobody who is trusted here signed its certificate, or that is another host's. */
export function untrusted(address: string, trouble: string): PawlError {
  return new PawlError(
    "use.queue-certificate",
    `The certificate of Redis at ${address} is not trusted (${trouble}). Name the file of who signed it in NODE_EXTRA_CA_CERTS, set before the process starts, and use the host's name that the certificate has.`,
    { facts: { address, system: trouble } },
  );
}

/** It answers, and cannot hold a queue. */
export function wrongServer(address: string, mode: string): PawlError {
  const instead = mode === "sentinel" ? "Give the address of the primary that it watches." : "Give one that is not part of a cluster.";
  return new PawlError(
    "use.queue-server",
    `The server at ${address} is a ${mode === "sentinel" ? "Redis Sentinel" : `Redis in the mode "${mode}"`}, and queues need a single Redis. ${instead}`,
    { facts: { address, mode } },
  );
}
