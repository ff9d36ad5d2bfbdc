/**
 * Returns where the longest run of tokens that comes at least twice (overlapping or not) is first, as start and length; the earliest among equals, length 0
 * where no token comes twice. A suffix automaton (Blumer et al. 1985): time and space linear in the tokens.
 */
export function longestRepeat(tokens: readonly string[]): { readonly start: number; readonly length: number } {
  const states: State[] = [{ length: 0, link: -1, firstEnd: -1, ends: 0, next: new Map() }];
  let last = 0;
  tokens.forEach((token, end) => {
    const current = states.length;
    states.push({ length: (states[last]?.length ?? 0) + 1, link: 0, firstEnd: end, ends: 1, next: new Map() });
    let state = last;
    while (state !== -1 && !states[state]?.next.has(token)) {
      states[state]?.next.set(token, current);
      state = states[state]?.link ?? -1;
    }
    if (state !== -1) link(states, { current, state, token });
    last = current;
  });
  // Longer states first: each hands its ends to the state it is linked to.
  let best = { start: 0, length: 0 };
  for (const { ends, firstEnd, length, link } of [...states].sort((a, b) => b.length - a.length).map((state) => countUp(states, state))) {
    const start = firstEnd - length + 1;
    if (link === -1 || ends < 2) continue;
    if (length > best.length || (length === best.length && start < best.start)) best = { start, length };
  }
  return best;
}

interface State {
  length: number;
  link: number;
  firstEnd: number;
  ends: number;
  next: Map<string, number>;
}

function countUp(states: readonly State[], state: State): State {
  const linked = states[state.link];
  if (linked) linked.ends += state.ends;
  return state;
}

function link(
  states: State[],
  { current, state, token }: { readonly current: number; readonly state: number; readonly token: string },
): void {
  const from = states[state];
  const added = states[current];
  const target = from?.next.get(token);
  const reached = target === undefined ? undefined : states[target];
  if (from === undefined || added === undefined || target === undefined || reached === undefined) return;
  if (reached.length === from.length + 1) {
    added.link = target;
    return;
  }
  const copy = states.length;
  states.push({ length: from.length + 1, link: reached.link, firstEnd: reached.firstEnd, ends: 0, next: new Map(reached.next) });
  for (let at = state; at !== -1 && states[at]?.next.get(token) === target; at = states[at]?.link ?? -1) states[at]?.next.set(token, copy);
  reached.link = copy;
  added.link = copy;
}
