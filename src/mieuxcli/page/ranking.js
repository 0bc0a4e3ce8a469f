// What an expression selects and in which order, as the command line has it: names, dates, facets and the rank.

const overlaps = (one, other) => Boolean(one) && (one.startsWith(other) || other.startsWith(one));
const firstDay = (date) => (date ? `${date}-01-01`.slice(0, 10) : "");
const before = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

// The names of an archive: which words mean the same, and which values of facets they name.
const namesOf = (records, facets, { vocabulary, proper }) => {
  const meanings = [];
  const typed = new Map();
  const values = new Map();
  const parts = new Set();
  const add = (map, key, value) => map.set(key, [...(map.get(key) ?? []), value]);
  const mean = (same, words) => {
    if (!same.length || new Set([...same, ...words]).size < 2) return;
    for (const form of new Set(same.flatMap((word) => [word, rootOf(word)]))) add(typed, form, meanings.length);
    meanings.push(words);
  };
  const named = (facet, form, value) => {
    add(values, `${facet} ${form}`, value);
    for (const word of form.split(" ")) parts.add(word);
  };
  for (const [facet, line] of Object.entries(vocabulary).flatMap(([one, lines]) => lines.map((line) => [one, line]))) {
    const [name, same = [], narrower = [], codes = []] = line.split(";").map((one, at) => (at ? one.split("|").filter(Boolean) : one));
    const all = [...new Set([fold(name), ...same])];
    mean(all, all);
    mean(narrower, [fold(name)]);
    for (const form of [...all, ...narrower, ...codes]) named(facet, form, name);
  }
  for (const { names } of records) if (names) mean(names, names);
  for (const [facet, inside] of Object.entries(facets)) for (const value of inside.keys()) named(facet, fold(value) || value, value);

  const looked = (map, words) => [...(map.get(words) ?? []), ...(map.get(rootOf(words)) ?? [])];
  const expansions = (words) => {
    const found = new Set(looked(typed, words).flatMap((at) => meanings[at]));
    found.delete(words);
    return [...found].sort();
  };
  return {
    expansions,
    parts,
    isName: (words) => looked(typed, words).length > 0,
    isValue: (words) => proper.some((facet) => looked(values, `${facet} ${words}`).length || values.has(`${facet} ${rootOf(words)}`)),
    namedExactly: (facet, text) => [
      ...new Set([...(values.get(`${facet} ${fold(text)}`) ?? []), ...(values.get(`${facet} ${rootOf(text)}`) ?? [])]),
    ],
    valuesOf: (facet, text) => {
      const exact = values.get(`${facet} ${fold(text)}`);
      if (exact) return exact;
      const wanted = fold(text).split(" ");
      const partly = [...values].filter(([key]) => {
        const [own, ...words] = key.split(" ");
        return own === facet && wanted.every((word) => word && words.includes(word));
      });
      return partly.flatMap(([, some]) => some);
    },
  };
};

const rankedBy = (records, facets, data) => {
  const index = indexed(records.map(({ columns }) => columns), data);
  const names = namesOf(records, facets, data);
  const { phrase } = index;
  const all = new Set(records.keys());
  const columnsOf = (within) => data.within[within];

  const dateAmong = (words) => {
    const isYear = (word) => /^(19|20)\d\d$/.test(word ?? "");
    if (isYear(words[0])) return [1, words[0]];
    const month = Object.hasOwn(data.months, words[0]) && data.months[words[0]];
    return month && isYear(words[1]) ? [2, `${words[1]}-${month}`] : undefined;
  };
  const parted = (words) => {
    const [rest, dates] = [[], []];
    for (let at = 0; at < words.length; ) {
      const date = dateAmong(words.slice(at, at + 2).map(fold));
      if (date) dates.push(words.slice(at, at + date[0]));
      else rest.push(words[at]);
      at += date ? date[0] : 1;
    }
    return { rest, dates };
  };
  const dated = (date) => new Set([...all].filter((number) => overlaps(records[number].date, date)));
  const orDated = (found, words) => {
    const date = dateAmong(words.map(fold));
    return date ? union([found, dated(date[1])]) : found;
  };

  const othersOf = (word, rooted) => {
    const folded = fold(word);
    const bare = rooted && rootOf(folded) !== folded ? [rootOf(folded)] : [];
    return [...new Set([...names.expansions(folded), ...(folded.includes(" ") ? [] : spellings(folded)), ...bare])].sort();
  };
  const groupOf = (word, rooted) => [word, ...othersOf(word, rooted)].map((one) => phrase(one));
  const namesWithin = (words) => {
    const found = [];
    for (let first = 0; first < words.length; first += 1) {
      for (let last = first + 2; last <= Math.min(words.length, first + data.longestName); last += 1) {
        const others = names.expansions(fold(words.slice(first, last).join(" ")));
        if (others.length) found.push([first, last, others.map((one) => phrase(one))]);
      }
    }
    return found;
  };
  const holdersOf = (phrases) => union(phrases.map((one) => one.records));

  // The records that have all of the words, each under any of its names, and sequences of them under theirs.
  const allWords = (words, rooted) => {
    if (!words.every((word) => tokens(word).length)) return new Set();
    const within = namesWithin(words);
    const ways = words.map((word, at) => [
      [holdersOf(groupOf(word, rooted)), at + 1],
      ...within.filter(([first]) => first === at).map(([, last, phrases]) => [holdersOf(phrases), last]),
    ]);
    const from = [];
    from[words.length] = all;
    for (let at = words.length - 1; at >= 0; at -= 1) {
      from[at] = union(ways[at].map(([found, last]) => both([found, from[last]])));
    }
    return from[0];
  };

  const byPeriod = (field, value) => {
    if (field === "year") {
      const [first, last = first] = value.split(/\s*(?:\.\.|[-–])\s*/);
      return ({ date }) => date && date.slice(0, 4) >= first && date.slice(0, 4) <= last;
    }
    const day = firstDay(value);
    if (field === "since") return ({ date }) => date && (firstDay(date) >= day || overlaps(date, value));
    if (field === "until") return ({ date }) => date && (firstDay(date) <= day || overlaps(date, value));
    if (field === "date") return ({ date }) => overlaps(date, value);
    const [first, last = first] = /^\d{4}\D\d{4}$/.test(value) ? value.split(/\D/) : [value];
    return ({ date, end }) => end !== undefined && date && date.slice(0, last.length) <= last && `${end || date}-99` >= first;
  };
  const match = ({ field, value }) => {
    const matching = (fits) => new Set([...all].filter((number) => fits(records[number])));
    if (field === "id") return matching(({ id }) => id.startsWith(value));
    if (value.toLowerCase() === "none") {
      const having = ["date", "year"].includes(field) ? dated("") : union(facets[field]?.values() ?? []);
      return new Set([...all].filter((number) => !having.has(number)));
    }
    if (["year", "date", "since", "until", "running"].includes(field)) return matching(byPeriod(field, value));
    const stored = field === "expert" ? ["expert", "country"] : [field];
    const wanted = field === "type" ? [value.toLowerCase().replace(/s$/, "")] : stored.flatMap((one) => names.valuesOf(one, value));
    return union(wanted.map((name) => facets[field]?.get(name) ?? []));
  };

  // The records that an expression selects.
  const selected = (part, rooted = false) => {
    if (part.not) {
      const out = selected(part.not, rooted);
      return new Set([...all].filter((number) => !out.has(number)));
    }
    if (part.field) return match(part);
    if (part.among) return part.among;
    if (part.or) return union(part.or.map((one) => selected(one, rooted)));
    if (part.and) {
      const telling = part.and.filter((one) => one.text === undefined || tokens(one.text).length);
      const parts = telling.length ? telling : part.and;
      const { rest, dates } = parted(parts.filter(isWord).map((one) => one.text));
      const sets = [
        ...(rest.length ? [allWords(rest, rooted)] : []),
        ...parts.filter((one) => !isWord(one)).map((one) => selected(one, rooted)),
        ...dates.map((date) => orDated(allWords(date, rooted), date)),
      ];
      return sets.length ? both(sets) : all;
    }
    if (part.within) return index.within(phrase(part.text, part), columnsOf(part.within));
    if (isWord(part)) return orDated(allWords([part.text], rooted), [part.text]);
    return phrase(part.text, { prefix: part.prefix, exact: part.prefix }).records;
  };

  const needsText = (part) => {
    if (part.text !== undefined) return !part.prefix && !dateAmong([part.text]);
    if (part.and) return part.and.some(needsText);
    return Boolean(part.or?.length) && part.or.every(needsText);
  };
  const hasAlternatives = (part) => Boolean(part.or) || (part.and ?? []).some(hasAlternatives);

  // The scores by which the records that an expression of words finds are ranked; undefined where it has no words.
  const scoresOf = (expression) => {
    const texts = textsOf(expression).filter(({ text }) => tokens(text).length);
    if (!texts.length) return undefined;
    const plain = texts.filter(isWord).map(({ text }) => text);
    const anything = [
      ...texts.flatMap((one) => (isWord(one) ? groupOf(one.text, false) : [phrase(one.text, { prefix: one.prefix })])),
      ...namesWithin(plain).flatMap(([, , phrases]) => phrases),
    ];
    const dates = new Set(parted(plain).dates.flat());
    const undated = texts.filter(({ text }) => !dates.has(text));
    const typed = undated.length ? undated : texts;
    const joined = hasAlternatives(expression) ? union : both;
    const literal = typed.map(({ text, prefix }) => phrase(text, { prefix }));
    const found = index.ranks(anything, holdersOf(anything));
    const ranks = index.ranks(literal, joined(literal.map(({ records: holders }) => holders)));
    const words = plain.flatMap(tokens);
    const several = words.length > 1;
    const bonuses = [
      [data.bonus.exact, joined(typed.map(({ text, prefix }) => phrase(text, { prefix, exact: true }).records))],
      [data.bonus.near, several ? index.near(words) : new Set()],
      [data.bonus.phrase, several ? phrase(words.join(" ")).records : new Set()],
      [data.bonus.title, joined(literal.map((one) => index.within(one, columnsOf("names"))))],
    ];
    const name = plain.length === texts.length ? plain.join(" ").toLowerCase() : "";
    const score = (number) => {
      const base = ranks.get(number) ?? data.expanded * (found.get(number) ?? 0);
      const more = bonuses.reduce((sum, [bonus, holders]) => sum + (holders.has(number) ? bonus : 0), 1);
      const isNamed = records[number].title.toLowerCase() === name;
      return base * (data.typeWeights[records[number].type] ?? 1) * (more + (isNamed ? data.bonus.name : 0));
    };
    return { found, score };
  };

  const byDate = (one, other) =>
    before(firstDay(records[other].date), firstDay(records[one].date)) || before(records[one].id, records[other].id);

  // The records that an expression selects, best first; without words the newest first.
  const hits = (expression) => {
    const numbers = [...selected(expression)];
    const ranking = scoresOf(expression);
    if (!ranking) return numbers.sort(byDate);
    const needed = needsText(expression) ? numbers.filter((number) => ranking.found.has(number)) : numbers;
    const scores = new Map(needed.map((number) => [number, ranking.score(number)]));
    return needed.sort((one, other) => scores.get(other) - scores.get(one) || byDate(one, other));
  };

  return { names, index, selected, hits, scoresOf, byDate };
};
