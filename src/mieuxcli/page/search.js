// Search that falls back as the command line does: on what the words may have meant, then on most of the words.

const shortest = 4;
const mostLeading = 6;
const enough = 0.4;
const namedWeight = 1.5;

const quotedWords = (words) => words.map((word) => `‘${word}’`).join(", ");

// A search of an archive: a query and the numbers of the records allowed in, out their numbers, a remark and the words.
const finder = (records, facets, data) => {
  const ranking = rankedBy(records, facets, data);
  const { names, index, selected, hits } = ranking;
  const idle = new Set(data.idle.split(" "));
  const startsAsked = new Set(data.starts.split(" "));
  const endsAsked = new Set(data.ends.split(" "));
  const holders = (parts) => selected(allOf(parts), true);

  const meaningful = (words) => {
    const named = new Set();
    for (let first = 0; first < words.length; first += 1) {
      for (let last = first + 2; last <= Math.min(words.length, first + data.longestName); last += 1) {
        if (names.isName(fold(words.slice(first, last).join(" ")))) {
          for (let at = first; at < last; at += 1) named.add(at);
        }
      }
    }
    const kept = words.filter((word, at) => named.has(at) || !tokens(word).every((one) => idle.has(one)));
    return kept.length ? kept : words;
  };

  const alike = (one, other) => {
    let at = 0;
    while (at < Math.min(one.length, other.length) && one[at] === other[at]) at += 1;
    return at;
  };
  const corrections = (word) => {
    if (word.length < shortest || /^\d+$/.test(word) || word.includes(" ")) return [];
    const limit = word.length < 6 ? 1 : 2;
    const letters = new Set(word);
    const differs = (term) => {
      const others = new Set(term);
      let off = 0;
      for (const letter of letters) if (!others.has(letter)) off += 1;
      for (const letter of others) if (!letters.has(letter)) off += 1;
      return off;
    };
    const known = new Map([...[...names.parts].map((part) => [part, 0]), ...index.occurrences()]);
    const near = [];
    for (const [term, number] of known) {
      if (Math.abs(term.length - word.length) > limit || term === word || /^\d+$/.test(term)) continue;
      if (differs(term) > 2 * limit) continue;
      const off = distance(word, term, limit);
      if (off <= limit) near.push({ off, alike: alike(word, term), number, term });
    }
    near.sort((a, b) => a.off - b.off || b.alike - a.alike || b.number - a.number || before(a.term, b.term));
    const same = near.filter(({ off, alike: begun }) => off === near[0].off && begun === near[0].alike);
    const other = same.find(({ term }) => rootOf(term) !== rootOf(same[0].term));
    return [same[0], other].filter(Boolean).map(({ term }) => term);
  };
  const knows = (word) => {
    const folded = fold(word);
    return names.isName(folded) || names.parts.has(folded) || holders([textOf(word)]).size > 0;
  };

  const unitsOf = (words, fixed) => {
    const units = [];
    for (let at = 0; at < words.length; ) {
      let last = Math.min(words.length, at + data.longestName);
      while (last > at + 1 && !names.isName(fold(words.slice(at, last).map(([first]) => first).join(" ")))) last -= 1;
      const several = last > at + 1;
      const forms = several ? words.slice(at, last).map(([first]) => first) : words[at];
      const texts = forms.map(textOf);
      const found = holders([...partsOf(fixed), ...(several ? texts : [anyOf(texts)])]);
      const named = names.isValue(fold(forms.join(" "))) ? namedWeight : 1;
      const weight = named * (Math.log((records.length + 1) / (found.size + 1)) + 0.5);
      units.push({ text: several ? forms.join(" ") : forms[0], forms, found, weight });
      at = last;
    }
    return units;
  };
  const withMost = (units) => {
    const whole = units.reduce((sum, unit) => sum + unit.weight, 0);
    const shares = new Map();
    for (const number of union(units.map((unit) => unit.found))) {
      const covered = units.filter((unit) => unit.found.has(number)).reduce((sum, unit) => sum + unit.weight, 0);
      shares.set(number, covered / whole);
    }
    const most = Math.max(0, ...shares.values());
    return new Map([...shares].filter(([, share]) => share >= most * enough));
  };
  const inOrder = (units, shares) => {
    if (!shares.size) return [];
    const texts = allOf(units.filter((unit) => unit.found.size).map((unit) => anyOf(unit.forms.map(textOf))));
    const scores = ranking.scoresOf(texts);
    const scored = new Map([...shares.keys()].map((number) => [number, scores ? scores.score(number) : 0]));
    const most = Math.max(0, ...scored.values()) || 1;
    const key = (number) => -(shares.get(number) ** 2) * (0.4 + scored.get(number) / most);
    const keys = new Map([...shares.keys()].map((number) => [number, key(number)]));
    return [...shares.keys()].sort((a, b) => keys.get(a) - keys.get(b) || records[a].order - records[b].order);
  };

  const isAt = (words, at, sought) => sought.every((word, more) => words[at + more] === word);
  const countedThings = (words) => {
    for (let at = 0; at < Math.min(words.length, 4); at += 1) {
      for (const asked of data.howMany.map((one) => one.split(" "))) {
        if (isAt(words, at, asked) && words.length > at + asked.length) return words.slice(at + asked.length);
      }
    }
    return undefined;
  };
  const askedEvent = (words) => {
    const asks = words.slice(0, 2).some((word) => data.when.split(" ").includes(word)) ||
      data.whatYear.some((one) => isAt(words, 0, one.split(" ")));
    if (!asks) return undefined;
    if (words.some((word) => endsAsked.has(word))) return "end";
    return words.some((word) => startsAsked.has(word)) ? "start" : undefined;
  };
  const ofType = (type, allowed, fits) =>
    [...records.keys()].filter((number) => records[number].type === type && allowed(number) && fits(records[number]));
  const latest = (numbers) => numbers.sort(ranking.byDate);
  const earliest = (numbers) => numbers.sort((one, other) => {
    const [first, last] = [firstDay(records[one].date), firstDay(records[other].date)];
    return Number(!first) - Number(!last) || before(first, last) || before(records[one].id, records[other].id);
  });
  const leading = (numbers, weight) => {
    const weights = new Map(numbers.map((number) => [number, weight(number)]));
    return numbers.sort((one, other) => weights.get(other) - weights.get(one));
  };

  // The figures of a metric that is asked for, those on a named place or phase first, then the latest.
  const figures = (things, allowed) => {
    const asked = things.filter((word) => !idle.has(word));
    for (let last = Math.min(asked.length, 4); last > 0; last -= 1) {
      const metrics = names.namedExactly("metric", asked.slice(0, last).join(" "));
      if (metrics.length) {
        const named = asked.slice(last).filter(names.isValue).map((word) => holders([textOf(word)]));
        const inside = latest(ofType("fact", allowed, ({ metric }) => metrics.includes(metric)));
        return leading(inside, (number) => named.filter((some) => some.has(number)).length).slice(0, mostLeading);
      }
    }
    return [];
  };
  // What answers a question directly: figures of a metric, or beginnings and ends.
  const lead = (words, allowed) => {
    const asked = words.flatMap(tokens);
    const things = countedThings(asked);
    if (things) return figures(things, allowed);
    const event = askedEvent(asked);
    if (!event) return [];
    const rest = new Set(asked.filter((word) => !idle.has(word) && word !== "phase"));
    const phases = ofType("phase", () => true, ({ title }) => tokens(title).some((word) => rest.has(word)));
    const { kind, words: typical } = data.steps[event];
    const inside = ofType("milestone", allowed, (record) => record.kind === kind);
    const steps = event === "end" ? latest(inside) : earliest(inside);
    const named = selected(anyOf(typical.map(textOf)), true);
    return [...phases, ...leading(steps, (number) => Number(named.has(number)))].slice(0, mostLeading);
  };

  const remarkOn = (units, numbers, fixes, isShorter) => {
    const told = [...fixes].map(([old, right]) => `showing ${right.join(" and ")} for ‘${old}’`);
    const isLacking = (number) => units.some((unit) => !unit.found.has(number));
    const left = units.filter((unit) => !numbers.some((number) => unit.found.has(number))).map(({ text }) => text);
    const texts = quotedWords(units.map(({ text }) => text));
    if (numbers.some(isLacking)) {
      if (left.length) told.push(`nothing has ${quotedWords(left)}; showing what has most of the other words`);
      else if (numbers.every(isLacking)) told.push(`nothing has all of ${texts}; showing what has most of them`);
      else told.push(`showing what has all of ${texts}, then what has most of them`);
    } else if (isShorter) told.push(`searched for ${units.map(({ text }) => text.replace(/^[?!.,;]+|[?!.,;]+$/g, "")).join(" ")}`);
    return told.join("; ");
  };

  const fallback = (words, fixed, leaders) => {
    const kept = meaningful(words);
    const fixes = new Map();
    for (const word of kept) {
      const near = knows(word) ? [] : corrections(fold(word));
      if (near.length) fixes.set(word, near);
    }
    const units = unitsOf(kept.map((word) => fixes.get(word) ?? [word]), fixed);
    const shares = withMost(units);
    const numbers = [...new Set([...leaders, ...inOrder(units, shares)])];
    return {
      numbers,
      remark: numbers.length ? remarkOn(units, [...shares.keys()], fixes, kept.length < words.length) : "",
      words: units.flatMap(({ forms }) => forms),
    };
  };

  return (query, within) => {
    const expression = parsed(query);
    const chosen = within ? [{ among: within }] : [];
    const parts = partsOf(expression);
    const words = parts.filter((part) => isWord(part) && tokens(part.text).length).map(({ text }) => text);
    const strict = () => hits(allOf([expression, ...chosen]));
    const typed = textsOf(expression).map(({ text }) => text);
    if (!words.length || hasOperators(query)) return { numbers: strict(), remark: "", words: typed };
    const leaders = lead(words, (number) => !within || within.has(number));
    const numbers = leaders.length ? [] : strict();
    if (numbers.length) return { numbers, remark: "", words: typed };
    return fallback(words, allOf([...parts.filter((part) => !isWord(part)), ...chosen]), leaders);
  };
};
