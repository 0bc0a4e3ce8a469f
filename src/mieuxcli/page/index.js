// The full-text index: where each word is, which records an expression of words selects, and how well they fit.

const columnBits = 2 ** 18;
const recordBits = 2 ** 22;
const closeness = 9;

const union = (sets) => {
  const all = new Set();
  for (const set of sets) for (const one of set) all.add(one);
  return all;
};
const both = (sets) => {
  const [least, ...rest] = [...sets].sort((one, other) => one.size - other.size);
  return new Set([...least].filter((one) => rest.every((set) => set.has(one))));
};

// An index of records, each a list of the texts of its columns. A place of a word is one number, made of its
// record, its column and its position, so that the next word of a phrase is at the next number.
const indexed = (texts, { weights, saturation, lengthShare }) => {
  const words = new Map();
  const lengths = texts.map((columns, record) => {
    let length = 0;
    columns.forEach((text, column) => {
      let place = record * recordBits + column * columnBits;
      for (const word of text ? tokens(text) : []) {
        const places = words.get(word);
        if (places) places.push(place);
        else words.set(word, [place]);
        place += 1;
        length += 1;
      }
    });
    return length;
  });
  const usual = lengths.reduce((sum, one) => sum + one, 0) / lengths.length;
  // A stem begins with the first two letters of its words, so only those words need to be stemmed.
  const families = new Map();
  for (const word of words.keys()) {
    const begin = word.slice(0, 2);
    if (families.has(begin)) families.get(begin).push(word);
    else families.set(begin, [word]);
  }
  const known = new Map();
  const kept = (key, make) => {
    if (!known.has(key)) known.set(key, make());
    return known.get(key);
  };
  const merged = (inside) =>
    inside.length === 1 ? words.get(inside[0]) : inside.flatMap((word) => words.get(word)).sort((a, b) => a - b);
  const stems = (begin) =>
    kept(`s ${begin}`, () => new Map((families.get(begin) ?? []).map((word) => [word, stemOf(word)])));
  const withStem = (stem, fits) =>
    merged([...stems(stem.slice(0, 2))].filter(([, own]) => fits(own, stem)).map(([word]) => word));
  const isSame = (own, stem) => own === stem;
  const begins = (own, stem) => own.startsWith(stem);

  const placesOf = (word, { exact, prefix }) => {
    if (exact && !prefix) return words.get(word) ?? [];
    if (exact) return merged([...words.keys()].filter((one) => one.startsWith(word)));
    return withStem(stemOf(word), prefix ? begins : isSame);
  };
  const recordOf = (place) => Math.floor(place / recordBits);
  const columnOf = (place) => Math.floor((place % recordBits) / columnBits);

  // The places where a text begins, and the records that have it.
  const phrase = (text, how = {}) => {
    const inside = tokens(text);
    const key = `p${how.exact ? "e" : ""}${how.prefix ? "*" : ""} ${inside.join(" ")}`;
    return kept(key, () => {
      const lists = inside.map((word, at) =>
        placesOf(word, { exact: how.exact, prefix: how.prefix && at === inside.length - 1 }));
      const rest = lists.slice(1).map((list) => new Set(list));
      const places = (lists[0] ?? []).filter((place) => rest.every((set, at) => set.has(place + at + 1)));
      return { places, records: new Set(places.map(recordOf)) };
    });
  };

  const within = ({ places }, columns) =>
    new Set(places.filter((place) => columns.includes(columnOf(place))).map(recordOf));

  // The records in which all words are close together.
  const near = (inside) => {
    const lists = inside.map((word) => phrase(word).places);
    const at = lists.map(() => 0);
    const found = new Set();
    while (lists.every((list, one) => at[one] < list.length)) {
      const places = lists.map((list, one) => list[at[one]]);
      const least = Math.min(...places);
      if (Math.max(...places) - least <= closeness) found.add(recordOf(least));
      at[places.indexOf(least)] += 1;
    }
    return found;
  };

  // Okapi BM25 as SQLite computes it: the rank of each record by some phrases.
  const ranks = (phrases, records) => {
    const found = new Map([...records].map((record) => [record, 0]));
    for (const { places, records: holders } of phrases) {
      const rarity = Math.log((texts.length - holders.size + 0.5) / (holders.size + 0.5));
      const weight = rarity > 0 ? rarity : 1e-6;
      const counts = new Map();
      for (const place of places) {
        const record = recordOf(place);
        if (found.has(record)) counts.set(record, (counts.get(record) ?? 0) + weights[columnOf(place)]);
      }
      for (const [record, count] of counts) {
        const spread = saturation * (1 - lengthShare + lengthShare * lengths[record] / usual);
        found.set(record, found.get(record) + weight * count * (saturation + 1) / (count + spread));
      }
    }
    return found;
  };

  const spread = () => [...words].map(([word, places]) => [word, new Set(places.map(recordOf)).size]);
  const occurrences = () => kept("w", spread);
  return { phrase, within, near, ranks, occurrences };
};
