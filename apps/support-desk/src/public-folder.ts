import { PawlError } from "@pawl/core";

/** Returns the folder of public data that `PAWL_DATA` names. @throws PawlError `use.public-data-unnamed`. */
export function publicFolder(): string {
  const folder = process.env["PAWL_DATA"];
  if (folder) return folder;
  throw new PawlError(
    "use.public-data-unnamed",
    "This task runs on public data, and PAWL_DATA does not say where that is.\nSet it to a folder that holds snips/ and banking77/ as published: PAWL_DATA=/path/to/data.\nNothing was run.",
  );
}
