import type { Score } from "@pawl/core";
import type { Probe } from "./probe.ts";

const FILLER = [
  "It is worth looking at this from several sides.",
  "As mentioned above, the points made here should be seen together.",
  "There is, of course, more that could be said about the matter in general.",
  "In summary, the above describes what was asked about.",
  "These aspects are connected with each other in various ways.",
];

/** Returns a probe of length: sentences that say nothing are added until the output is about twice as long. */
export function paddingProbe(): Probe {
  return {
    kind: "change",
    name: "length",
    change: (output, random) => {
      const added: string[] = [];
      for (let length = 0; length < Math.max(output.length, 200); length += added.at(-1)?.length ?? 1)
        added.push(FILLER[Math.floor(random.next() * FILLER.length)] ?? "");
      return `${output.trimEnd()}\n\n${added.join(" ")}`;
    },
  };
}

/** Returns a probe of repetition: the output's list items, or its sentences where it has no list, stand there twice (the repetitive list of Zheng et al. 2023, §3.3). */
export function duplicatedListProbe(): Probe {
  return {
    kind: "change",
    name: "list-duplication",
    change: (output) => {
      const items = output.match(/^[ \t]*(?:[-*•]|\d+[.)])[ \t]+.*$/gmu) ?? [];
      if (items.length >= 2) return `${output.trimEnd()}\n${items.join("\n")}`;
      return output.trim() === "" ? null : `${output.trimEnd()} ${output.trim()}`;
    },
  };
}

const AUTHORS = ["Keller and Ono", "Marsh et al.", "Iyer and Brandt", "Okafor et al."];

/** Returns a probe of authority: a made-up source is cited at the end (Chen et al. 2024, arXiv 2402.10669). */
export function plantedCitationProbe(): Probe {
  return {
    kind: "change",
    name: "planted-citation",
    change: (output, random) => {
      const authors = AUTHORS[Math.floor(random.next() * AUTHORS.length)] ?? "";
      const year = 2015 + Math.floor(random.next() * 9);
      return `${output.trimEnd()}\n\nSource: ${authors} (${year}), Handbook of Applied Studies, 2nd edition, p. ${100 + Math.floor(random.next() * 400)}.`;
    },
  };
}

/** Returns a probe of position: the verdict of a `pairwiseJudge` with the scored output first, against that with it second. Takes no further calls. */
export function positionProbe(): Probe {
  return { kind: "orders", name: "position", read: ordersOf };
}

/** Returns a probe of a judge's own family: for one example, its score of an output by its own family less that of another's, less what people say they differ by. */
export function ownFamilyProbe(): Probe {
  return { kind: "own-family", name: "own-family" };
}

/** Returns the probes that any judge of texts can be put to: length, repetition and authority. */
export function biasProbes(): readonly Probe[] {
  return [paddingProbe(), duplicatedListProbe(), plantedCitationProbe()];
}

function ordersOf({ detail }: Score): { readonly plain: number; readonly probed: number } | null {
  if (typeof detail !== "object" || detail === null || !("scoredFirst" in detail) || !("scoredSecond" in detail)) return null;
  const { scoredFirst, scoredSecond } = detail;
  return typeof scoredFirst === "number" && typeof scoredSecond === "number" ? { plain: scoredFirst, probed: scoredSecond } : null;
}
