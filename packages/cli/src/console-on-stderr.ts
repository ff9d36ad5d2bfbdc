import { Console } from "node:console";

const METHODS = ["log", "info", "debug", "dir", "table"] as const;

/** Sends what the project's own code prints by `console` to stderr, where stdout is one document; dispose it to put the console back. */
export function consoleOnStderr(): Disposable {
  const before = METHODS.map((method) => [method, console[method]] as const);
  const other = new Console(process.stderr);
  for (const method of METHODS) console[method] = other[method].bind(other);
  return {
    [Symbol.dispose]: () => {
      for (const [method, was] of before) Object.assign(console, { [method]: was });
    },
  };
}
