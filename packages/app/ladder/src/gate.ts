/** Holds back what an evaluation begins ahead of its reader: an example passes once its place was opened. */
export interface Gate {
  /** Resolves when the example's place is open; rejects when the gate was shut. */
  readonly pass: (exampleId: string) => Promise<void>;
  /** Opens all places up to this one. */
  readonly open: (place: number) => void;
  readonly shut: () => void;
}

type Waiting = { readonly place: number; readonly resolve: () => void; readonly reject: (reason: Error) => void };

/** Returns a gate with no place open, over the ids in their order. An id that is not among them passes. */
export function createGate(order: readonly string[]): Gate {
  const places = new Map(order.map((id, place) => [id, place]));
  let opened = -1;
  let isShut = false;
  let waiting: Waiting[] = [];
  return {
    pass: (exampleId) => {
      const place = places.get(exampleId) ?? -1;
      if (place <= opened) return Promise.resolve();
      if (isShut) return Promise.reject(new Error("The race is over."));
      return new Promise((resolve, reject) => {
        waiting.push({ place, resolve, reject });
      });
    },
    open: (place) => {
      opened = Math.max(opened, place);
      for (const one of waiting) if (one.place <= opened) one.resolve();
      waiting = waiting.filter((one) => one.place > opened);
    },
    shut: () => {
      isShut = true;
      for (const one of waiting) one.reject(new Error("The race is over."));
      waiting = [];
    },
  };
}
