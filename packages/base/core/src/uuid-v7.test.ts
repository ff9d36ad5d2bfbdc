import { expect, it } from "vitest";
import { seededRandom } from "./random.ts";
import { fakeClock } from "./testing/fake-clock.ts";
import { idSource, uuidv7 } from "./uuid-v7.ts";

it("has the layout of RFC 9562 §5.7: 48 bits of time, version 7, variant 10", () => {
  // 0x017F22E279B0 is the time of the RFC's own example (Appendix A.6).
  const id = idSource({ clock: fakeClock(0x017f22e279b0), random: seededRandom(1) })();
  expect(id).toMatch(/^017f22e2-79b0-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

it("ascends and never repeats: within a millisecond, past the counter's end, and when the clock goes back", () => {
  const clock = fakeClock(1_000_000);
  const next = idSource({ clock, random: seededRandom(2) });
  const ids: string[] = [];
  for (let i = 0; i < 10_000; i++) ids.push(next());
  clock.advance(-5000);
  for (let i = 0; i < 10; i++) ids.push(next());
  clock.advance(60_000);
  ids.push(next());
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});

it("says the time it was made", () => {
  const clock = fakeClock(1_700_000_000_123.7);
  expect(Number.parseInt(idSource({ clock })().replaceAll("-", "").slice(0, 12), 16)).toBe(1_700_000_000_123);
});

it("repeats from one seed, and differs without", () => {
  const from = (seed: number): string => idSource({ clock: fakeClock(), random: seededRandom(seed) })();
  expect(from(3)).toBe(from(3));
  expect(from(3)).not.toBe(from(4));
  const ours = [uuidv7(), uuidv7()];
  expect([...new Set(ours)].sort()).toEqual(ours);
  expect(idSource()()).not.toBe(idSource()());
});
