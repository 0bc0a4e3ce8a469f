"use strict";

// The words of a text without case and accents, as the command line folds them.
const tokens = (text) => {
  const plain = [...text.normalize("NFC")].map((letter) => {
    const base = letter.normalize("NFD")[0];
    return base < "\u0080" ? base : /\p{M}/u.test(letter) ? "" : letter;
  });
  return plain.join("").toLowerCase().match(/[\p{L}\p{N}]+/gu) || [];
};

// A search of the data: a query and the chosen values of facets in, the numbers of records out, best first.
const finder = (data, titles) => {
  const own = (object, key) => (Object.hasOwn(object, key) ? object[key] : undefined);
  const idle = new Set(data.idle);
  const everything = [...Array(data.size).keys()];
  const forms = new Map();
  for (const [to, words] of Object.entries(data.forms)) for (const word of words.split(" ")) forms.set(word, to);
  const stem = (word) => forms.get(word) ?? word;
  const folded = titles.map((title) => tokens(title).join(" "));
  const inTitles = folded.map((title) => new Set(title.split(" ").map(stem)));
  const longestName = 8;
  const enough = 0.4;
  const ofOtherNames = 2;

  const counted = (steps) => {
    let number = 0;
    return steps.map((step) => (number += step));
  };
  const groups = data.groups.map(counted);
  const names = new Map();
  data.names.forEach((inside, at) => {
    for (const name of inside.split("|")) names.set(name, [...(names.get(name) || []), at]);
  });
  const facets = Object.fromEntries(
    Object.entries(data.facets).map(([facet, values]) => [
      facet, new Map(values.map(([value, ...steps]) => [value, counted(steps)])),
    ]),
  );

  const rarity = (found) => Math.log((everything.length + 1) / (found + 1)) + 0.5;

  const held = (term, scores) => {
    const packed = own(data.terms, term) || [];
    const weight = rarity(packed.length);
    let number = 0;
    for (const one of packed) {
      number += Math.floor(one / 10);
      scores.set(number, (scores.get(number) || 0) + (one % 10) * weight);
    }
    return scores;
  };

  const begun = (prefix) => {
    const terms = new Set(Object.keys(data.terms).filter((term) => term.startsWith(prefix)));
    for (const [word, term] of forms) if (word.startsWith(prefix)) terms.add(term);
    return [...terms];
  };

  // What is found by a word, or by several that are one name; the last word may be unfinished.
  const unit = (words, last) => {
    const stems = words.map(stem);
    const scores = new Map();
    for (const at of names.get(stems.join(" ")) || []) {
      for (const number of groups[at]) scores.set(number, ofOtherNames);
    }
    if (words.length === 1) held(stems[0], scores);
    else for (const number of scores.keys()) {
      const single = stems.map((term) => held(term, new Map()).get(number) || 0);
      scores.set(number, scores.get(number) + single.reduce((sum, one) => sum + one));
    }
    if (!scores.size && last && words.length === 1) for (const term of begun(words[0])) held(term, scores);
    return { stems, scores, weight: rarity(scores.size) };
  };

  const units = (words) => {
    const found = [];
    for (let at = 0; at < words.length; ) {
      let end = Math.min(words.length, at + longestName);
      while (end > at + 1 && !names.has(words.slice(at, end).map(stem).join(" "))) end -= 1;
      const idleWord = end === at + 1 && idle.has(words[at]);
      if (!idleWord) found.push(unit(words.slice(at, end), end === words.length));
      at = end;
    }
    return found;
  };

  const ranked = (query) => {
    const parts = query.split(/\s+/).filter(Boolean);
    const isOut = (part) => part.length > 1 && part.startsWith("-");
    const wanted = units(parts.filter((part) => !isOut(part)).flatMap(tokens));
    const out = new Set(
      parts.filter(isOut).flatMap(tokens).flatMap((word) => [...unit([word], false).scores.keys()]),
    );
    const candidates = wanted.length ? new Set(wanted.flatMap((one) => [...one.scores.keys()])) : everything;
    const shares = new Map();
    for (const number of candidates) {
      const having = wanted.filter((one) => one.scores.has(number));
      if (!out.has(number)) shares.set(number, having.reduce((sum, one) => sum + one.weight, 0));
    }
    const whole = wanted.reduce((sum, one) => sum + one.weight, 0);
    const best = Math.max(0, ...shares.values());
    const all = best >= whole - 1e-9;
    const numbers = [...shares.keys()].filter((number) =>
      all ? shares.get(number) >= whole - 1e-9 : shares.get(number) >= best * enough,
    );
    const typed = tokens(query).join(" ");
    const asked = wanted.flatMap((one) => one.stems);
    const bonus = (number) =>
      (asked.every((one) => inTitles[number].has(one)) ? 1.6 : 1) + (folded[number] === typed ? 4 : 0);
    const score = (number) =>
      wanted.reduce((sum, one) => sum + (one.scores.get(number) || 0), 0) * bonus(number);
    const scores = new Map(numbers.map((number) => [number, score(number)]));
    const order = (one, other) =>
      (all ? 0 : shares.get(other) - shares.get(one)) || scores.get(other) - scores.get(one) || one - other;
    return { numbers: numbers.sort(order), all };
  };

  const chosenOf = (chosen, besides) =>
    Object.entries(chosen)
      .filter(([facet, value]) => value && facet !== besides)
      .map(([facet, value]) => new Set(facets[facet]?.get(value)));

  return (query, chosen) => {
    const { numbers, all } = ranked(query);
    const within = (sets) => numbers.filter((number) => sets.every((set) => set.has(number)));
    const counts = {};
    for (const facet of Object.keys(facets)) {
      const left = new Set(within(chosenOf(chosen, facet)));
      counts[facet] = [...facets[facet]].map(([value, inside]) => [
        value, inside.filter((number) => left.has(number)).length,
      ]);
    }
    return { numbers: within(chosenOf(chosen)), all, counts };
  };
};

const start = () => {
  const by = (id) => document.getElementById(id);
  const data = JSON.parse(by("_data").textContent);
  const articles = [...document.querySelectorAll("article")];
  const find = finder(data, articles.map((article) => article.querySelector("h3").textContent));
  const facets = Object.keys(data.facets);
  const step = 50;
  let shown = step;

  const chosen = () => Object.fromEntries(facets.map((facet) => [facet, by(`_by_${facet}`).value]));

  const made = (name, text, inside = []) => {
    const element = document.createElement(name);
    element.textContent = text;
    element.append(...inside);
    return element;
  };

  const hit = (number) => {
    const article = articles[number];
    const to = made("a", article.querySelector("h3").textContent);
    to.href = `#${article.id}`;
    const lead = article.querySelector(".lead");
    const about = made("p", article.querySelector(".about").textContent);
    return made("li", "", [to, about, ...(lead ? [made("span", lead.textContent)] : [])]);
  };

  const fill = (facet, counts, value) => {
    const any = made("option", "any");
    any.value = "";
    const options = counts.filter(([name, number]) => number || name === value).map(([name, number]) => {
      const option = made("option", `${name} (${number})`);
      option.value = name;
      return option;
    });
    by(`_by_${facet}`).replaceChildren(any, ...options);
    by(`_by_${facet}`).value = value;
  };

  const show = (query, values) => {
    const found = find(query, values);
    const searching = Boolean(query.trim()) || Object.values(values).some(Boolean);
    document.documentElement.classList.toggle("searching", searching);
    by("_results").hidden = !searching;
    for (const facet of facets) fill(facet, found.counts[facet], values[facet] || "");
    by("_hits").replaceChildren(...(searching ? found.numbers.slice(0, shown).map(hit) : []));
    by("_more").hidden = found.numbers.length <= shown;
    const total = found.numbers.length;
    const told = `${total} record${total === 1 ? "" : "s"}`;
    const partly = "; nothing has all of the words, these have most of them";
    by("_count").textContent = total ? told + (found.all ? "" : partly) : "Nothing matches.";
  };

  const renew = () => {
    const values = chosen();
    const pairs = [["q", by("_q").value], ...Object.entries(values)].filter(([, value]) => value);
    const address = new URLSearchParams(pairs).toString();
    history.replaceState(null, "", address ? `#${address}` : location.pathname + location.search);
    show(by("_q").value, values);
  };

  // An address names either what is searched for or a place in the page.
  const follow = () => {
    const hash = location.hash.slice(1);
    const asked = new URLSearchParams(hash.includes("=") ? hash : "");
    by("_q").value = asked.get("q") || "";
    shown = step;
    show(by("_q").value, Object.fromEntries(facets.map((facet) => [facet, asked.get(facet) || ""])));
    if (hash && !hash.includes("=")) by(decodeURIComponent(hash))?.scrollIntoView();
  };

  const copied = async (button, text) => {
    try {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(text);
      button.textContent = "Selected: copy it with the keyboard";
    }
  };

  for (const text of document.querySelectorAll(".cite")) {
    const button = made("button", "Copy citation");
    button.type = "button";
    button.addEventListener("click", () => copied(button, text));
    text.after(button);
  }
  by("_search").hidden = false;
  by("_search").addEventListener("submit", (event) => event.preventDefault());
  by("_search").addEventListener("input", () => {
    shown = step;
    renew();
  });
  by("_search").addEventListener("reset", () => setTimeout(() => {
    for (const facet of facets) by(`_by_${facet}`).value = "";
    renew();
    by("_q").focus();
  }));
  by("_more").addEventListener("click", () => {
    const first = shown;
    shown += step;
    renew();
    by("_hits").children[first]?.querySelector("a").focus();
  });
  addEventListener("hashchange", follow);
  follow();
};

if (typeof document !== "undefined") start();
