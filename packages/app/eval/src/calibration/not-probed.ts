import type { ModelRef } from "@pawl/core";
import { seededRandom } from "@pawl/core";
import { biasProbes, ownFamilyProbe, positionProbe } from "../judge/probes/bias-probes.ts";
import { injectionPlants } from "../judge/probes/injection-plants.ts";
import type { Probe } from "../judge/probes/probe.ts";
import type { NotProbed } from "./judge-check.ts";

export interface NotProbedInput {
  readonly items: readonly {
    readonly id: string;
    readonly output: unknown;
    readonly human: number | null;
    readonly model: ModelRef | undefined;
  }[];
  readonly probes: readonly Probe[];
  readonly injection: boolean;
  /** How often each item was read without probes. */
  readonly repeats: number;
  /** Calls of the judge's model that a reading takes, on average. */
  readonly callsPerReading: number;
  readonly isBad: (human: number) => boolean;
}

/** Returns the built-in probes that a judge was not put to, with what each would take: readings of the items that it applies to, and the noise floor where it was not measured. */
export function notProbed({ callsPerReading, injection, isBad, items, probes, repeats }: NotProbedInput): readonly NotProbed[] {
  const texts = items.flatMap(({ id, human, output }) => (typeof output === "string" ? [{ id, human, output }] : []));
  const named = new Set(probes.map(({ name }) => name));
  const applies = texts.length === items.length && texts.length > 0;
  // A probe needs each item read twice without it.
  const floor = repeats < 2 && named.size === 0 && !injection ? texts.length : 0;
  const calls = (readings: number): number | null => (applies ? Math.round((readings + floor) * callsPerReading) : null);
  const known = [...biasProbes(), positionProbe(), ownFamilyProbe()].filter(({ name }) => !named.has(name));
  const bad = texts.filter(({ human }) => human !== null && isBad(human)).length;
  return [
    ...known.map((probe) => {
      // It compares outputs of two models for one example.
      if (probe.kind === "own-family" && items.every(({ model }) => model === undefined)) return { probe: probe.name, calls: null };
      const changed =
        probe.kind === "change"
          ? texts.filter(({ id, output }) => probe.change(output, seededRandom(0).fork(`${probe.name}/${id}`)) !== null).length
          : 0;
      return { probe: probe.name, calls: calls(changed) };
    }),
    ...(injection ? [] : [{ probe: "injection", calls: calls(injectionPlants().length * (bad > 1 ? bad : texts.length)) }]),
  ];
}
