// Words as the command line takes them: folded, stemmed as SQLite's porter does, spelt in two ways, compared.

const wordPattern = /[\p{L}\p{N}·]+/gu;

// The words of a text without case and accents; the dot between values is a word of its own.
const tokens = (text) => {
  const plain = /[^\0-\x7f]/.test(text)
    ? text.normalize("NFD").replace(/(?<=[A-Za-z])\p{M}+/gu, "").normalize("NFC").replaceAll("ſ", "s")
    : text;
  return plain.toLowerCase().match(wordPattern) ?? [];
};

const fold = (text) => tokens(text).join(" ");

// Each letter of a word as v, a vowel, or c, a consonant; y is a vowel after a consonant.
const shapeOf = (word) => {
  let shape = "";
  for (const letter of word) {
    shape += "aeiou".includes(letter) || (letter === "y" && shape.endsWith("c")) ? "v" : "c";
  }
  return shape;
};

const measure = (word) => shapeOf(word).split("vc").length - 1;
const hasVowel = (word) => /[aeiou]|.y/.test(word);
const isShort = (word) => /cvc$/.test(shapeOf(word)) && !/[wxy]$/.test(word);
const isDouble = (word) => /([^aeiou])\1$/.test(word);

const rules = (text) => text.split(" ").map((rule) => rule.split(":"));
const endings = [
  [0, rules(
    "ational:ate tional:tion enci:ence anci:ance izer:ize logi:log bli:ble alli:al entli:ent eli:e ousli:ous " +
    "ization:ize ation:ate ator:ate alism:al iveness:ive fulness:ful ousness:ous aliti:al iviti:ive biliti:ble",
  )],
  [0, rules("icate:ic ative: alize:al iciti:ic ical:ic ful: ness:")],
  [1, rules("al: ance: ence: er: ic: able: ible: ant: ement: ment: ent: sion:s tion:t ou: ism: ate: iti: ous: ive: ize:")],
];

const withoutPlural = (word) => {
  if (/(ss|i)es$/.test(word) && word.length > 3) return word.slice(0, -2);
  return /[^s]s$/.test(word) ? word.slice(0, -1) : word;
};

const withoutTense = (word) => {
  if (word.endsWith("eed")) return word.length > 3 && measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  const bare = word.replace(/(ed|ing)$/, "");
  if (bare === word || !hasVowel(bare)) return word;
  if (/(at|bl|iz)$/.test(bare)) return `${bare}e`;
  if (isDouble(bare)) return /[lsz]$/.test(bare) ? bare : bare.slice(0, -1);
  return measure(bare) === 1 && isShort(bare) ? `${bare}e` : bare;
};

const stemOf = (word) => {
  if (word.length < 3 || word.length > 64) return word;
  let stem = withoutTense(withoutPlural(word));
  if (stem.endsWith("y") && hasVowel(stem.slice(0, -1))) stem = `${stem.slice(0, -1)}i`;
  for (const [least, inside] of endings) {
    const rule = inside.find(([end]) => stem.length > end.length && stem.endsWith(end));
    const bare = rule && stem.slice(0, -rule[0].length);
    if (rule && measure(bare + (least ? rule[1] : "")) > least) stem = bare + rule[1];
  }
  if (stem.endsWith("e")) {
    const bare = stem.slice(0, -1);
    if (measure(bare) > 1 || (measure(bare) === 1 && !isShort(bare))) stem = bare;
  }
  return stem.endsWith("ll") && measure(stem.slice(0, -1)) > 1 ? stem.slice(0, -1) : stem;
};

// A text without plural endings, as a key to compare by.
const plurals = rules("coes:cao oes:ao aux:al ais:al eis:el ns:m");
const rootOfWord = (word) => {
  if (word.length < 4 || /^\d+$/.test(word)) return word;
  const plural = plurals.find(([end]) => word.endsWith(end));
  if (plural) return word.slice(0, -plural[0].length) + plural[1];
  const bare = word.replace(/s$/, "").replace(/e$/, "");
  return bare.endsWith("y") ? `${bare.slice(0, -1)}i` : bare;
};
const rootOf = (text) => tokens(text).map(rootOfWord).join(" ");

const spellingPairs = rules(
  "isation:ization ising:izing ised:ized ise:ize iser:izer yse:yze our:or ogue:og tre:ter ence:ense amme:am " +
  "ammes:ams elling:eling elled:eled ll:l",
);

// The British or American spellings of a word other than its own.
const spellings = (word) => {
  const found = new Set();
  for (const [old, other] of spellingPairs.flatMap(([one, two]) => [[one, two], [two, one]])) {
    const plural = word.endsWith("s") && !old.endsWith("s") ? "s" : "";
    const bare = plural ? word.slice(0, -1) : word;
    if (bare.endsWith(old) && bare.length > old.length + 2) found.add(bare.slice(0, -old.length) + other + plural);
    if (/^(our|or|isation|ization)$/.test(old) && bare.slice(2, -1).includes(old)) {
      found.add(bare.slice(0, 2) + bare.slice(2).replaceAll(old, other) + plural);
    }
  }
  found.delete(word);
  return [...found];
};

// The number of letters wrong, missing, doubled or swapped between two words, or limit + 1 if there are more.
const distance = (one, other, limit) => {
  if (Math.abs(one.length - other.length) > limit) return limit + 1;
  let [older, row] = [[], [...Array(other.length + 1).keys()]];
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      let cost = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (swapped) cost = Math.min(cost, older[j - 2] + 1);
      next.push(cost);
    }
    if (Math.min(...next) > limit) return limit + 1;
    [older, row] = [row, next];
  }
  return Math.min(row.at(-1), limit + 1);
};
