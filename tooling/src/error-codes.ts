import { globSync, readFileSync } from "node:fs";

const CODE = /(?<=")(?:use|data|service|bug|io)\.[a-z-]+(?=")/g;

/** Returns the error codes that a package's sources hold (tests and fixtures aside) and its README does not, in backticks; `inSrc` is the address of a file right in `src`, `except` a pattern of sources that throw to no user. */
export function unlistedErrorCodes(inSrc: string, { except }: { readonly except?: string } = {}): readonly string[] {
  const src = new URL(".", inSrc);
  const readme = readFileSync(new URL("../README.md", src), "utf8");
  const sources = globSync("**/*.ts", { cwd: src, ...(except === undefined ? {} : { exclude: [except] }) }).filter(
    (file) => !/\.(test|test-d|fixture)\.ts$/.test(file),
  );
  const codes = new Set(sources.flatMap((file) => readFileSync(new URL(file, src), "utf8").match(CODE) ?? []));
  return [...codes].filter((code) => !readme.includes(`\`${code}\``)).sort();
}
