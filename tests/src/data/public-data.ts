/** Where the public data is, `PAWL_DATA`; null where it is not set, and the tests that need it say that they were skipped. */
export const publicData: string | null = process.env["PAWL_DATA"] ?? null;
