import type { Step } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { traceOf } from "../../run/trace.fixture.ts";
import { scored, scoreOf } from "../scorers.fixture.ts";
import { embeddingSimilarity } from "./embedding-similarity.ts";
import { grounding, groundingOf } from "./grounding.ts";
import { detectLanguage, language } from "./language.ts";
import { personalData, personalDataIn } from "./personal-data.ts";
import { readability, readabilityOf } from "./readability.ts";
import { findRefusal, refusal } from "./refusal.ts";
import { repetition, repetitionOf } from "./repetition.ts";

describe("groundingOf", () => {
  const context = ["The ferry leaves Oban at nine. It carries forty cars.", "Tickets cost ten pounds."];

  it("is the share of the n-grams of the text that one passage has", () => {
    // Three trigrams each: all of the first sentence, none of the second.
    const result = groundingOf("Ferry leaves Oban at nine! Dogs travel free too today.", context);
    expect(result).toEqual({
      share: 0.5,
      sentences: [
        { text: "Ferry leaves Oban at nine!", share: 1 },
        { text: "Dogs travel free too today.", share: 0 },
      ],
    });
  });

  it("does not join passages, takes a short sentence whole, and has no share without words", () => {
    expect(groundingOf("forty cars tickets cost", context).share).toBe(0);
    expect(groundingOf("Ten pounds.", context).share).toBe(1);
    expect(groundingOf("Ten pounds.", []).share).toBe(0);
    expect(groundingOf("…", context).share).toBeNull();
    expect(() => groundingOf("a", context, { order: 0 })).toThrow(RangeError);
  });

  it("is a scorer against what retrieval put into the prompt", async () => {
    const hit = (id: string, text: string) => ({ id, text, score: 1, rank: 1, metadata: {} });
    const retrieval: Step = {
      kind: "retrieval",
      purpose: "context",
      retriever: "r",
      query: "q",
      hits: [hit("a", context[0] ?? ""), hit("b", context[1] ?? "")],
      startedAt: 0,
      totalMs: 0,
    };
    const trace = (used: readonly string[], steps: readonly Step[]) =>
      traceOf("Tickets cost ten pounds.", { used: { demonstrations: [], context: used }, steps });
    const ask = (used: readonly string[], steps: readonly Step[]) =>
      grounding().score({ example: { id: "1", input: null }, output: "Tickets cost ten pounds.", trace: trace(used, steps) });
    expect(await ask([], [retrieval])).toMatchObject({ value: 1, detail: { unsupported: [] } });
    expect(await ask(["a"], [retrieval])).toMatchObject({ value: 0, detail: { unsupported: ["Tickets cost ten pounds."] } });
    expect(await ask([], [])).toMatchObject({ kind: "unscored" });
  });
});

describe("repetitionOf", () => {
  it("counts distinct n-grams and finds the longest span that comes twice", () => {
    // Bigrams: ab bc ca ab bc: 3 distinct of 5.
    expect(repetitionOf("a b c, A b c", { order: 2 })).toEqual({ distinct: 0.6, longestSpan: "a b c", longestLength: 3 });
    expect(repetitionOf("one two three")).toEqual({ distinct: 1, longestSpan: "", longestLength: 0 });
    expect(repetitionOf("ha ha ha ha", { order: 1 })).toEqual({ distinct: 0.25, longestSpan: "ha ha ha", longestLength: 3 });
    expect(repetitionOf("")).toEqual({ distinct: 1, longestSpan: "", longestLength: 0 });
  });

  it("is a scorer where lower is better", async () => {
    expect(await scored(repetition({ order: 2 }), "a b c a b c")).toBeCloseTo(0.4, 12);
    expect(repetition().direction).toBe("lower");
    expect(() => repetition({ order: 0.5 })).toThrow(RangeError);
  });
});

describe("findRefusal", () => {
  it.each([
    ["en", "I’m sorry, but I can’t help with that."],
    ["en", "I cannot assist with this request."],
    ["en", "As an AI language model, I don't have opinions."],
    ["de", "Dabei kann ich dir leider nicht helfen."],
    ["fr", "Je suis désolé, mais je ne peux pas répondre."],
    ["es", "Lo siento, pero no puedo ayudarte con eso."],
    ["it", "Mi dispiace, ma non posso aiutarti."],
    ["pt", "Desculpe, mas não posso ajudar com isso."],
    ["nl", "Daar kan ik je helaas niet mee helpen."],
    ["pl", "Przykro mi, ale nie mogę pomóc."],
    ["ja", "申し訳ありませんが、その件にはお答えできません。"],
    ["zh", "抱歉，我无法提供这些信息。"],
  ])("finds one in %s", (language, text) => {
    expect(findRefusal(text)).toMatchObject({ language });
  });

  it("leaves answers alone, also those about what cannot be done", () => {
    for (const text of [
      "The shop cannot ship to Norway.",
      "I can help with that.",
      "You can't assist him.",
      "Ich kann das empfehlen.",
      "",
    ]) {
      expect(findRefusal(text)).toBeNull();
    }
  });

  it("is a scorer that says what matched and counts a refused outcome", async () => {
    expect(await scoreOf(refusal(), "Well, I can't help with that.")).toMatchObject({
      value: 1,
      detail: { language: "en", matched: "I can't help", index: 6 },
    });
    expect(await scored(refusal(), "Sure.")).toBe(0);
  });
});

describe("detectLanguage", () => {
  it.each([
    ["en", "The parcel was left with your neighbour and will be there until noon."],
    ["de", "Das Paket ist bei der Nachbarin und wird dort bis zum Mittag liegen."],
    ["fr", "Le colis est chez la voisine et il y restera pour vous jusqu'à midi."],
    ["es", "El paquete está con la vecina y se quedará allí para usted hasta el mediodía."],
    ["it", "Il pacco è dalla vicina e non sarà lì per più di un giorno."],
    ["pt", "O pacote está com a vizinha e não será entregue até o meio-dia."],
    ["nl", "Het pakket is bij de buurvrouw en wordt daar tot de middag bewaard."],
    ["sv", "Paketet är hos grannen och det kommer att vara där till lunch."],
    ["da", "Pakken er hos naboen, og den bliver der ikke længe, når vi er på ferie."],
    ["pl", "Paczka jest u sąsiadki i nie będzie tam długo, bo może wyjechać."],
    ["cs", "Balík je u sousedky a bude tam do poledne, který není daleko, že ano."],
    ["ro", "Coletul este la vecină și va fi acolo până la prânz pentru că nu sunt acasă."],
    ["tr", "Paket komşuda ve öğlene kadar orada olacak, çok teşekkürler, bu bir iş."],
    ["fi", "Paketti on naapurilla ja se ei ole siellä kauan, mutta hän voi tuoda sen."],
    ["ru", "Посылка у соседки, и она будет там до полудня, если вы не против."],
    ["uk", "Посилка у сусідки, і вона буде там до полудня, якщо ви не проти."],
    ["bg", "Пратката е при съседката и ще бъде там до обяд, ако не може да се вземе."],
    ["ar", "الطرد عند الجارة وسيبقى هناك حتى الظهر في هذا اليوم."],
    ["fa", "بسته نزد همسایه است و تا ظهر آن را برای شما نگه می دارد."],
    ["el", "Το δέμα είναι στη γειτόνισσα."],
    ["he", "החבילה אצל השכנה."],
    ["ja", "荷物は隣の人に預けました。"],
    ["zh", "包裹在邻居那里。"],
    ["ko", "소포는 이웃에게 있습니다."],
    ["hi", "पार्सल पड़ोसी के पास है।"],
    ["th", "พัสดุอยู่กับเพื่อนบ้าน"],
  ])("tells %s", (code, text) => {
    expect(detectLanguage(text).language).toBe(code);
  });

  it("does not guess from a name, code or nothing", () => {
    for (const text of ["", "Oslo", "42", "```js\nfor (const of in the) is\n```"]) expect(detectLanguage(text).language).toBeNull();
  });

  it("is a scorer of the language named or of the answer's", async () => {
    const german = "Das ist nicht die Antwort.";
    expect(await scored(language("de-AT"), german)).toBe(1);
    expect(await scored(language("en"), german)).toBe(0);
    expect(await scored(language(), german, "Die Antwort ist eine andere.")).toBe(1);
    expect(await scoreOf(language("de"), "Oslo")).toMatchObject({ kind: "unscored" });
    expect(await scoreOf(language(), german)).toMatchObject({ kind: "unscored" });
  });
});

describe("readabilityOf", () => {
  it("is Flesch's and Kincaid's formula over counted words, sentences and syllables", () => {
    // 6 words, 1 sentence, 6 syllables: 206.835 − 1.015·6 − 84.6 = 116.145; .39·6 + 11.8 − 15.59 = −1.45.
    const easy = readabilityOf("The cat sat on the mat.");
    expect(easy).toMatchObject({ words: 6, sentences: 1, syllables: 6 });
    expect(easy?.ease).toBeCloseTo(116.145, 10);
    expect(easy?.grade).toBeCloseTo(-1.45, 10);
    expect(readabilityOf("Readability. It's about banana tables, jumped names and wanted horses!")).toMatchObject({
      words: 10,
      sentences: 2,
      // Read-a-bil-i-ty it's a-bout ba-na-na ta-bles jumped names and want-ed hor-ses.
      syllables: 5 + 1 + 2 + 3 + 2 + 1 + 1 + 1 + 2 + 2,
    });
  });

  it("is a scorer, unscored without words", async () => {
    expect(await scored(readability(), "The cat sat on the mat.")).toBeCloseTo(116.145, 10);
    expect(readability({ formula: "grade" }).direction).toBe("lower");
    expect(await scoreOf(readability(), "123")).toMatchObject({ kind: "unscored" });
  });
});

describe("personalDataIn", () => {
  it("counts by kind, not what is masked already, and shows none of it", async () => {
    expect(personalDataIn("[email] jo@mail.example, 4111 1111 1111 1111 from 10.0.0.1")).toEqual({
      email: 1,
      iban: 0,
      card: 1,
      phone: 0,
      ip: 1,
    });
    const score = await scoreOf(personalData(), "Write to jo@mail.example");
    expect(score).toMatchObject({ kind: "score", value: 1 });
    expect(JSON.stringify(score)).not.toContain("jo@");
    expect(await scored(personalData({ kinds: ["card"] }), "Write to jo@mail.example")).toBe(0);
    expect(await scored(personalData(), "nothing here")).toBe(0);
  });
});

describe("embeddingSimilarity", () => {
  const vectors: { readonly [text: string]: readonly number[] } = { a: [1, 0], b: [0, 1], c: [0.6, 0.8], d: [-1, 0], none: [0, 0] };
  const model = {
    ref: { id: "two" },
    dimensions: 2,
    embedMany: async (texts: readonly string[]) => texts.map((text) => Float32Array.from(vectors[text] ?? [])),
  };

  it("is the best cosine over the answers, cut to 0..1 and rescaled where asked", async () => {
    expect(await scored(embeddingSimilarity(model), "a", "b", "c")).toBeCloseTo(0.6, 6);
    expect(await scoreOf(embeddingSimilarity(model), "a", "d")).toMatchObject({ value: 0, detail: { cosine: -1 } });
    expect(await scored(embeddingSimilarity(model, { baseline: 0.2 }), "a", "c")).toBeCloseTo(0.5, 6);
    expect(() => embeddingSimilarity(model, { baseline: 1 })).toThrow(RangeError);
  });

  it("is unscored for a text without direction", async () => {
    expect(await scoreOf(embeddingSimilarity(model), "a", "none")).toMatchObject({ kind: "unscored" });
  });
});
