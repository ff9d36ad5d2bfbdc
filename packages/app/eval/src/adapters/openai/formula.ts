/** What `calculate_output` may call, as OpenAI's guide lists it. */
const FUNCTIONS: { readonly [name: string]: (...values: number[]) => number } = {
  min: Math.min,
  max: Math.max,
  abs: Math.abs,
  floor: Math.floor,
  ceil: Math.ceil,
  exp: Math.exp,
  sqrt: Math.sqrt,
  log: Math.log,
};

/** Deeper brackets than any formula has would exhaust the stack. */
const LONGEST = 1_000;

export interface Formula {
  readonly names: readonly string[];
  readonly value: (of: (name: string) => number) => number;
}

type Node = (of: (name: string) => number) => number;

/** Returns a formula of names, numbers, + - * / ^ (power), brackets and the functions above; a text that says what is wrong with it otherwise. No code is run. */
export function formula(text: string): Formula | string {
  const tokens = text.match(/\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|[\p{L}_][\p{L}\p{N}_]*|\*\*|\S/gu) ?? [];
  if (tokens.length > LONGEST) return `it has more than ${LONGEST} signs and names`;
  const names = new Set<string>();
  let at = 0;
  const take = (token: string): boolean => (tokens[at] === token ? ++at > 0 : false);
  const fail = (): never => {
    throw new SyntaxError(tokens[at] === undefined ? "it ends too early" : `"${tokens[at]}" is not expected`);
  };
  const sum = (): Node => {
    let left = product();
    for (;;) {
      const [before, plus] = [left, take("+")];
      if (!plus && !take("-")) return left;
      const right = product();
      left = plus ? (of) => before(of) + right(of) : (of) => before(of) - right(of);
    }
  };
  const product = (): Node => {
    let left = signed();
    for (;;) {
      const [before, times] = [left, take("*")];
      if (!times && !take("/")) return left;
      const right = signed();
      left = times ? (of) => before(of) * right(of) : (of) => before(of) / right(of);
    }
  };
  const signed = (): Node => {
    if (!take("-")) return power();
    const inner = signed();
    return (of) => -inner(of);
  };
  const power = (): Node => {
    const base = atom();
    if (!take("^") && !take("**")) return base;
    const exponent = signed();
    return (of) => base(of) ** exponent(of);
  };
  const atom = (): Node => {
    const token = tokens[at] ?? fail();
    if (take("(")) {
      const inner = sum();
      return take(")") ? inner : fail();
    }
    if (/^\d/.test(token)) {
      at++;
      return () => Number(token);
    }
    if (!/^[\p{L}_]/u.test(token)) return fail();
    at++;
    if (!take("(")) {
      names.add(token);
      return (of) => of(token);
    }
    const known = Object.hasOwn(FUNCTIONS, token) ? FUNCTIONS[token] : undefined;
    if (known === undefined) throw new SyntaxError(`there is no function "${token}"`);
    const values = [sum()];
    while (take(",")) values.push(sum());
    return take(")") ? (of) => known(...values.map((value) => value(of))) : fail();
  };
  try {
    const value = sum();
    return at < tokens.length ? fail() : { names: [...names], value };
  } catch (error) {
    if (error instanceof SyntaxError) return error.message;
    throw error;
  }
}
