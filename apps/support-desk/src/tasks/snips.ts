import { join } from "node:path";
import { type Dataset, defineTask, type Example, type OutputOf, seededRandom, shuffled } from "@pawl/core";
import { loadDataset } from "@pawl/data";
import * as z from "zod";

export const SNIPS_INTENTS = [
  "AddToPlaylist",
  "BookRestaurant",
  "GetWeather",
  "PlayMusic",
  "RateBook",
  "SearchCreativeWork",
  "SearchScreeningEvent",
] as const;

const SLOTS = [
  ...[
    "album",
    "artist",
    "best_rating",
    "city",
    "condition_description",
    "condition_temperature",
    "country",
    "cuisine",
    "current_location",
    "entity_name",
  ],
  ...[
    "facility",
    "genre",
    "geographic_poi",
    "location_name",
    "movie_name",
    "movie_type",
    "music_item",
    "object_location_type",
    "object_name",
  ],
  ...[
    "object_part_of_series_type",
    "object_select",
    "object_type",
    "party_size_description",
    "party_size_number",
    "playlist",
    "playlist_owner",
    "poi",
  ],
  ...[
    "rating_unit",
    "rating_value",
    "restaurant_name",
    "restaurant_type",
    "served_dish",
    "service",
    "sort",
    "spatial_relation",
    "state",
    "timeRange",
    "track",
    "year",
  ],
];

const slot = z.string().min(1).meta({ quoteOf: "text" }).optional();

/** SNIPS: a request to a voice assistant becomes an intent (7) and slots (39) in the request's own words. */
export const snips = defineTask({
  name: "snips",
  input: z.object({ text: z.string() }),
  output: z.object({ intent: z.enum(SNIPS_INTENTS) }).extend(Object.fromEntries(SLOTS.map((name) => [name, slot]))),
});

const PER_INTENT = 50;
const SEED = 20_261_124;

/**
 * Returns SNIPS from a folder of public data: 50 train rows an intent as the pool, 30 others an intent as dev, the published test rows as the sealed
 * split, all in a seeded order.
 */
export async function loadSnips(folder: string): Promise<Dataset<{ text: string }, OutputOf<typeof snips>>> {
  const rows = async (file: string): Promise<readonly Example[]> => {
    const found: Example[] = [];
    const whole = await loadDataset({ task: snips, path: join(folder, "snips", file), map: rowOfSnips, split: "train" });
    for await (const example of whole.read("train")) found.push(example);
    return shuffled(found, seededRandom(SEED).fork(file));
  };
  const [train, test] = [await rows("train.jsonl"), await rows("test.jsonl")];
  const ofIntent = (intent: string): readonly Example[] =>
    train.filter(({ expected }) => typeof expected === "object" && expected !== null && "intent" in expected && expected.intent === intent);
  const pool = SNIPS_INTENTS.flatMap((intent) =>
    ofIntent(intent)
      .slice(0, PER_INTENT)
      .map((row) => ({ ...row, split: "train" })),
  );
  const dev = SNIPS_INTENTS.flatMap((intent) =>
    ofIntent(intent)
      .slice(PER_INTENT, PER_INTENT + 30)
      .map((row) => ({ ...row, split: "dev" })),
  );
  return loadDataset({ task: snips, name: "snips", rows: () => [...pool, ...dev, ...test.map((row) => ({ ...row, split: "test" }))] });
}

function rowOfSnips({ text, intent, slots }: { readonly [column: string]: unknown }): unknown {
  return { input: { text }, expected: { intent, ...(typeof slots === "object" ? slots : {}) } };
}
