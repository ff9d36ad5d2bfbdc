import { deepEqual, equal, match, notEqual, ok, rejects } from "node:assert/strict";
import type { Json } from "../json.ts";
import type { Retriever, SearchHit } from "../retriever.ts";
import type { ConformanceCase } from "./conformance-case.ts";

/** What the suite asks to be found. */
export interface ConformanceDocument {
  readonly id: string;
  readonly text: string;
  readonly metadata: { readonly [key: string]: Json };
}

/** Makes a retriever over these documents, with equal settings each time. */
export type MakeRetriever = (documents: readonly ConformanceDocument[]) => Promise<Retriever> | Retriever;

const DOCUMENTS: readonly ConformanceDocument[] = [
  { id: "parcel", text: "Where is my parcel? The parcel is three weeks late.", metadata: { lang: "en", year: 2024, tags: ["post"] } },
  { id: "shoes", text: "The parcel with my red shoes never arrived.", metadata: { lang: "en", year: 2025, tags: [] } },
  { id: "refund", text: "I want my money back for the parcel.", metadata: { lang: "en", year: 2025 } },
  { id: "paket", text: "Das parcel, also mein Paket, ist nicht da.", metadata: { lang: "de", year: 2025 } },
  { id: "garden", text: "Roses need water in the morning.", metadata: {} },
];
const QUERY = "where is the parcel";

/** Returns what every Retriever promises, lexical or not, as cases to run one by one in any test framework. */
export function retrieverConformance(make: MakeRetriever): readonly ConformanceCase[] {
  const on = (check: (retriever: Retriever) => Promise<void>) => async (): Promise<void> => check(await make(DOCUMENTS));
  const ids = (hits: readonly SearchHit[]): readonly string[] => hits.map(({ id }) => id);
  return [
    {
      name: "finds what was asked for, with text and metadata as they were given",
      run: on(async (retriever) => {
        const hits = await retriever.retrieve(QUERY);
        ok(ids(hits).includes("parcel"), `"parcel" is not among ${ids(hits).join(", ")}`);
        for (const { id, text, metadata } of hits)
          deepEqual(
            { id, text, metadata },
            DOCUMENTS.find((one) => one.id === id),
          );
      }),
    },
    {
      name: "lists, where it lists its documents, each of them once with its text",
      run: on(async (retriever) => {
        if (retriever.documents === undefined) return;
        const listed: { readonly id: string; readonly text: string }[] = [];
        for await (const { id, text } of retriever.documents()) listed.push({ id, text });
        const given = DOCUMENTS.map(({ id, text }) => ({ id, text }));
        const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1);
        deepEqual(listed.sort(byId), given.sort(byId));
      }),
    },
    {
      name: "ranks from 1 without gaps, by scores that never rise, each document once",
      run: on(async (retriever) => {
        const hits = await retriever.retrieve(QUERY);
        deepEqual(
          hits.map(({ rank }) => rank),
          hits.map((_, index) => index + 1),
        );
        for (const [index, { score }] of hits.entries()) {
          ok(Number.isFinite(score), `the score at rank ${index + 1} is ${score}`);
          ok(score <= (hits[index - 1]?.score ?? Number.POSITIVE_INFINITY), `the score rises at rank ${index + 1}`);
        }
        equal(new Set(ids(hits)).size, hits.length);
      }),
    },
    {
      name: "gives at most `count` hits",
      run: on(async (retriever) => {
        for (const count of [1, 2, 3]) ok((await retriever.retrieve(QUERY, { count })).length <= count);
        equal((await retriever.retrieve(QUERY, { count: 1 })).length, 1);
      }),
    },
    {
      name: "gives at most ten where no count is said",
      run: async () => {
        const many = Array.from({ length: 12 }, (_, index) => ({ id: `p${index}`, text: "my parcel", metadata: {} }));
        const retriever = await make(many);
        equal((await retriever.retrieve("my parcel")).length, 10);
      },
    },
    {
      name: "leaves excluded ids out before it counts",
      run: on(async (retriever) => {
        const [best, second] = ids(await retriever.retrieve(QUERY, { count: 2 }));
        ok(best !== undefined && second !== undefined, "fewer than two hits");
        const hits = await retriever.retrieve(QUERY, { count: 1, exclude: new Set([best, "unknown"]) });
        equal(hits.length, 1);
        notEqual(hits[0]?.id, best);
        deepEqual(await retriever.retrieve(QUERY, { exclude: new Set(DOCUMENTS.map(({ id }) => id)) }), []);
      }),
    },
    {
      name: "keeps to `where`: every field named is there and equal, whatever its type",
      run: on(async (retriever) => {
        const where = async (fields: { readonly [field: string]: Json }): Promise<readonly string[]> =>
          ids(await retriever.retrieve(QUERY, { where: fields })).toSorted();
        deepEqual(await where({ lang: "de" }), ["paket"]);
        deepEqual(await where({ lang: "en", year: 2025 }), ["refund", "shoes"]);
        deepEqual(await where({ tags: ["post"] }), ["parcel"]);
        deepEqual(await where({ year: "2025" }), []);
        deepEqual(await where({ toString: 1 }), []);
        equal((await retriever.retrieve(QUERY, { where: { lang: "de" }, count: 1 })).length, 1);
      }),
    },
    {
      name: "answers a query alike each time, also when asked at once",
      run: on(async (retriever) => {
        const once = await retriever.retrieve(QUERY);
        const [again, other, third] = await Promise.all([
          retriever.retrieve(QUERY),
          retriever.retrieve("red shoes"),
          retriever.retrieve(QUERY),
        ]);
        deepEqual([again, third], [once, once]);
        ok(ids(other).includes("shoes"));
      }),
    },
    {
      name: "finds nothing in no documents, and answers any query there is",
      run: async () => {
        deepEqual(await (await make([])).retrieve(QUERY), []);
        const retriever = await make(DOCUMENTS);
        for (const query of ["", " \n", "\u0000", "?!", '("[*', "\ud800", "🎁".repeat(1_000)])
          ok(Array.isArray(await retriever.retrieve(query)), `no list for ${JSON.stringify(query.slice(0, 10))}`);
      },
    },
    {
      name: "rejects with the abort signal's own reason",
      run: on(async (retriever) => {
        const reason = new Error("enough");
        await rejects(retriever.retrieve(QUERY, { abortSignal: AbortSignal.abort(reason) }), (error) => error === reason);
      }),
    },
    {
      name: "refuses with a RangeError a count that is no whole number or below 0",
      run: on(async (retriever) => {
        for (const count of [-1, 0.5, Number.NaN]) await rejects(retriever.retrieve(QUERY, { count }), RangeError);
      }),
    },
    {
      name: "has a name and a SHA-256 that stays for equal documents and changes with each part of them",
      run: async () => {
        const { name, hash } = await make(DOCUMENTS);
        ok(name !== "");
        match(hash, /^[0-9a-f]{64}$/);
        equal((await make(DOCUMENTS.map((one) => ({ ...one })))).hash, hash);
        const changed = (part: Partial<ConformanceDocument>): readonly ConformanceDocument[] =>
          DOCUMENTS.map((one, index) => (index === 2 ? { ...one, ...part } : one));
        for (const other of [DOCUMENTS.slice(1), changed({ text: "x" }), changed({ id: "x" }), changed({ metadata: { lang: "x" } })])
          notEqual((await make(other)).hash, hash);
      },
    },
    {
      name: "works when `retrieve` is taken off it",
      run: on(async ({ retrieve }) => ok((await retrieve(QUERY)).length > 0)),
    },
  ];
}
