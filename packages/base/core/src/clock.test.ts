import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { systemClock } from "./clock.ts";
import { fakeClock } from "./testing/fake-clock.ts";
import { manualClock } from "./testing/manual-clock.ts";

describe("systemClock", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 5000 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("tells the time and sleeps", async () => {
    expect(systemClock.now()).toBe(5000);
    let awake = false;
    const sleeping = systemClock.sleep(100).then(() => {
      awake = true;
    });
    await vi.advanceTimersByTimeAsync(99);
    expect(awake).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await sleeping;
    expect(systemClock.now()).toBe(5100);
  });

  it("sleeps longer than a timer of Node can, which would be over at once", async () => {
    const month = 30 * 24 * 3_600_000;
    let awake = false;
    const sleeping = systemClock.sleep(month).then(() => {
      awake = true;
    });
    await vi.advanceTimersByTimeAsync(month - 1);
    expect(awake).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await sleeping;
    const controller = new AbortController();
    const endless = systemClock.sleep(Number.POSITIVE_INFINITY, { abortSignal: controller.signal });
    await vi.advanceTimersByTimeAsync(2 * month);
    controller.abort("enough");
    await expect(endless).rejects.toBe("enough");
    expect(vi.getTimerCount()).toBe(0);
  });

  it("rejects with the signal's own reason, before and during, and leaves no timer", async () => {
    const reason = { mine: true };
    await expect(systemClock.sleep(100, { abortSignal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    const sleeping = systemClock.sleep(100, { abortSignal: controller.signal });
    controller.abort(reason);
    await expect(sleeping).rejects.toBe(reason);
    expect(vi.getTimerCount()).toBe(0);
  });
});

it("fakeClock stands still, sleeps at once and keeps how long", async () => {
  const clock = fakeClock(1000);
  expect(clock.now()).toBe(1000);
  await clock.sleep(50);
  clock.advance(5);
  expect([clock.now(), clock.sleeps]).toEqual([1055, [50]]);
  const reason = new Error("stop");
  await expect(clock.sleep(1, { abortSignal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

describe("manualClock", () => {
  it("wakes sleepers in order of their time, those they start included", async () => {
    const clock = manualClock(0);
    const woken: string[] = [];
    const later = clock.sleep(30).then(() => woken.push(`c ${clock.now()}`));
    const first = clock.sleep(10).then(async () => {
      woken.push(`a ${clock.now()}`);
      await clock.sleep(10);
      woken.push(`b ${clock.now()}`);
    });
    await clock.advance(29);
    expect(woken).toEqual(["a 10", "b 20"]);
    expect(clock.sleeping()).toBe(1);
    await clock.advance(1);
    await Promise.all([later, first]);
    expect([woken, clock.now()]).toEqual([["a 10", "b 20", "c 30"], 30]);
  });

  it("lets a sleeper go that is aborted", async () => {
    const clock = manualClock();
    const controller = new AbortController();
    const sleeping = clock.sleep(10, { abortSignal: controller.signal });
    controller.abort("stop");
    await expect(sleeping).rejects.toBe("stop");
    expect(clock.sleeping()).toBe(0);
  });
});
