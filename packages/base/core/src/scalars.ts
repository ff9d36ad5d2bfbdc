/** Lower-case hex SHA-256 of a canonical JSON text (RFC 8785) or of a file. */
export type Sha256 = string;

/** UUIDv7. */
export type Id = string;

/** Milliseconds: since the Unix epoch by the `Clock` where the name ends in `At`, else a length of time. */
export type Ms = number;

/** Integer millionths of a US dollar. What a call cost is rounded up. */
export type MicroDollars = number;
