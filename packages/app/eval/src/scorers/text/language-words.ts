/** The commonest short words of languages that share a script, and letters that only one of them has. */
export interface LanguageMarks {
  readonly script: "Latin" | "Cyrillic" | "Arabic";
  readonly words: ReadonlySet<string>;
  readonly letters: RegExp | null;
}

const marks = (script: LanguageMarks["script"], words: string, letters: RegExp | null = null): LanguageMarks => ({
  script,
  words: new Set(words.split(" ")),
  letters,
});

/** By BCP 47 code. */
export const LANGUAGE_MARKS: { readonly [language: string]: LanguageMarks } = {
  en: marks(
    "Latin",
    "the of and to in is that it was for on are with as be this have from or by not at you your they we he she his her which there their has had would will can i",
  ),
  de: marks(
    "Latin",
    "der die das und ist nicht ein eine einen einem den dem des mit von zu auf für ich sie es wir auch sich wird werden im bei aus wie oder nach kann hat sind ihr",
    /ß/g,
  ),
  fr: marks(
    "Latin",
    "le la les des et est une dans que qui pour pas sur avec ce cette il elle nous vous je au aux du sont plus par ne mais ou être ont son votre",
    /[œ]/g,
  ),
  es: marks(
    "Latin",
    "el la los las de que y en un una es por con para no se su del al lo como más pero sus le ya este está son fue muy hay",
    /[ñ¿¡]/g,
  ),
  it: marks(
    "Latin",
    "il lo la gli di che è e un una per non in con del della dei sono si come più ma anche nel alla da questo ha ci le al delle",
  ),
  pt: marks(
    "Latin",
    "o a os as de que e em um uma é por com para não se do da dos das no na mais mas foi como ao ele sua são você isso está pelo",
    /[ãõ]/g,
  ),
  nl: marks(
    "Latin",
    "de het een en van is dat niet op te zijn voor met die aan er maar om hij ze ook als bij door naar uit wordt kan heeft deze wij jij je ik",
  ),
  sv: marks(
    "Latin",
    "och att det som en på är av för med den till inte om ett har jag vi han hon de men från kan var så eller också när vid",
    /[å]/g,
  ),
  da: marks(
    "Latin",
    "og at det er en til på af for med den ikke som de har jeg vi han hun der et kan fra men om så var eller også når",
    /[øæ]/g,
  ),
  pl: marks(
    "Latin",
    "i w nie na się z do to jest że o jak ale po co tak za od przez dla czy są być ten tego tym może już tylko",
    /[łąęśźż]/g,
  ),
  cs: marks("Latin", "a se v na je že o s z do i to jako za by ale po jsem jsou který pro tak ve nebo už být jen není co", /[ěřů]/g),
  ro: marks("Latin", "și în de la cu nu o un este că pe pentru din care sunt mai ca sau fi acest această dar ce le au am prin", /[șțăâ]/g),
  tr: marks("Latin", "ve bir bu için ile de da ne çok daha olarak olan var gibi kadar ama sonra ben sen mi değil en o her şey", /[ğıİ]/g),
  fi: marks("Latin", "ja on ei se että oli hän mutta kun ovat olla myös niin joka tai sen mitä jos ole voi minä nyt kuin sitä"),
  ru: marks("Cyrillic", "и в не на что я с он как это по но из у за то все так его для от о мы вы бы было есть или если может", /[ыэё]/g),
  uk: marks("Cyrillic", "і в не на що я з він як це по але із у за то все так його для від про ми ви та або якщо може є", /[іїєґ]/g),
  bg: marks("Cyrillic", "и в не на че се с той как това по но от за да са е ще си го до или ако може като бе при", /ъ/g),
  ar: marks("Arabic", "في من على إلى أن هذا هذه التي الذي كان لا ما مع عن هو هي أو قد لم كل ذلك", /[ةىأإ]/g),
  fa: marks("Arabic", "در از به که این را با است و برای آن یک خود تا می بر هم نیست شود کرد", /[پچژگ]/g),
};
