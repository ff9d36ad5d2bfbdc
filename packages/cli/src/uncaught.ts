/**
 * Hands what nobody caught to `tell`, which ends the process: a callback of the project's own code that throws, a promise that nobody waits for. Without it
 * Node would end with 1, which here is an answer. Dispose it to leave that to Node again.
 */
export function uncaught(tell: (error: unknown) => void): Disposable {
  process.on("uncaughtException", tell);
  return { [Symbol.dispose]: () => void process.off("uncaughtException", tell) };
}
