// What the page does: it searches as one types, filters, keeps both in the address, and cites.

const start = async () => {
  const by = (id) => document.getElementById(id);
  const data = await unpacked(by("_data").textContent);
  const offered = [...by("_search").querySelectorAll("select")].map((select) => select.name);
  const collator = new Intl.Collator("en");
  const step = 20;
  let shown = step;
  let made;

  // The index is made when the page is at rest, or before the first search if that comes earlier.
  const archive = () => {
    made ??= (() => {
      const records = [...document.querySelectorAll("article")].map((one, number) => readRecord(one, number, data));
      const facets = facetsOf(records, data);
      return { records, facets, find: finder(records, facets, data) };
    })();
    return made;
  };

  const element = (name, text, inside = [], more = {}) => {
    const one = Object.assign(document.createElement(name), more);
    one.textContent = text;
    one.append(...inside);
    return one;
  };
  const plural = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

  // In the address a value is written as it is in the ids of the page, without case, accents and spaces.
  const slugOf = (value) => fold(value).replaceAll(" ", "-") || value;
  const places = [...document.querySelectorAll("h3[id*='=']")];
  const slugs = new Map(places.map(({ id, textContent }) => [`${id.split("=")[0]} ${textContent}`, id.split("=")[1]]));
  const valueOf = (facet, slug) => {
    const values = [...(archive().facets[facet]?.keys() ?? [])];
    return by(`${facet}=${slug}`)?.textContent ?? values.find((value) => slugOf(value) === slugOf(slug));
  };
  const addressOf = (query, chosen) => {
    const pairs = Object.entries(chosen).filter(([, value]) => value).map(([facet, value]) => [facet, slugs.get(`${facet} ${value}`) ?? slugOf(value)]);
    return new URLSearchParams([...(query ? [["q", query]] : []), ...pairs]).toString();
  };
  const chosenNow = () => Object.fromEntries(offered.map((facet) => [facet, by(`_by_${facet}`).value]));

  const within = (chosen, besides) => {
    const { facets } = archive();
    const sets = Object.entries(chosen)
      .filter(([facet, value]) => value && facet !== besides)
      .map(([facet, value]) => facets[facet]?.get(value) ?? new Set());
    return sets.length ? both(sets) : undefined;
  };

  const fill = (facet, query, chosen, numbers) => {
    const { facets, find } = archive();
    const left = new Set(chosen[facet] ? find(query, within(chosen, facet)).numbers : numbers);
    const options = [...(facets[facet] ?? [])]
      .map(([value, inside]) => [value, [...inside].filter((number) => left.has(number)).length])
      .filter(([value, number]) => number || value === chosen[facet])
      .sort(([one], [other]) => (facet === "year" ? before(other, one) : collator.compare(one, other)))
      .map(([value, number]) => element("option", `${value} (${number})`, [], { value }));
    by(`_by_${facet}`).replaceChildren(element("option", "any", [], { value: "" }), ...options);
    by(`_by_${facet}`).value = chosen[facet] ?? "";
  };

  // A text in which the words that were searched for are marked, in whatever form they stand there.
  const stemsOfWords = new Map();
  const stemOfWord = (word) => {
    if (!stemsOfWords.has(word)) stemsOfWords.set(word, stemOf(fold(word)));
    return stemsOfWords.get(word);
  };
  const marked = (text, stems) => {
    const parts = stems.size ? text.split(/([\p{L}\p{N}]+)/u) : [text];
    const made = parts.map((part, at) => (at % 2 && stems.has(stemOfWord(part)) ? element("mark", part) : part));
    // What stands between two marks is one text, not one for each word.
    return made.reduce((all, part) => {
      if (typeof part === "string" && typeof all.at(-1) === "string") all[all.length - 1] += part;
      else all.push(part);
      return all;
    }, []);
  };

  const hit = (number, stems) => {
    const { h3, about, lead, note } = partsIn(archive().records[number].article);
    const to = element("a", "", marked(h3.textContent, stems), { href: `#${encodeURIComponent(h3.parentNode.id)}`, lang: h3.lang });
    const told = [to, element("p", about.textContent)];
    const [shown, noted] = [lead, note].map((one) => (one ? marked(one.textContent, stems) : []));
    const hasMark = (some) => some.some((part) => part.nodeName === "MARK");
    if (lead) told.push(element("span", "", shown));
    if (hasMark(noted) && !hasMark(shown)) told.push(element("p", "", noted));
    return element("li", "", told);
  };

  // What is said above the records of one country, person or metric.
  const introduction = (facet, value, numbers) => {
    const { records, facets, find } = archive();
    const count = (type) => numbers.filter((number) => records[number].type === type).length;
    const noun = { action: "Action", fact: "key fact" };
    const types = [...facets.type.keys()].filter(count).map((type) => {
      const href = `#${addressOf("", { [facet]: value, type })}`;
      return element("li", "", [element("a", plural(count(type), noun[type] ?? type), [], { href })]);
    });
    const told = [element("ul", "", types, { className: "types" })];
    const experts = facet === "country" && facets.expert?.get(value)?.size;
    if (experts) {
      const href = `#${new URLSearchParams([["q", `expert:"${value}"`]])}`;
      told.push(element("p", "Experts from there took part in ", [element("a", plural(experts, "Action"), [], { href }), "."]));
    }
    if (["country", "person"].includes(facet)) {
      const words = find(`"${value}"`).numbers.length;
      const href = `#${new URLSearchParams([["q", `"${value}"`]])}`;
      told.push(element("p", "With the name anywhere in the text: ", [element("a", plural(words, "record"), [], { href }), "."]));
    }
    const under = facet === "year" ? find(`running:${value}`).numbers.length : 0;
    if (under) {
      const href = `#${new URLSearchParams([["q", `running:${value}`]])}`;
      told.push(element("p", "Under way in that year: ", [element("a", `${under} Actions and phases`, [], { href }), "."]));
    }
    if (facet === "metric") {
      const group = by(`metric=${slugs.get(`metric ${value}`)}`)?.parentNode;
      if (group) told.push(...[...group.children].slice(1).map((one) => one.cloneNode(true)));
    }
    if (facet === "person") {
      const roles = numbers.map((number) => records[number]).flatMap((record) =>
        valuesIn(record.fields.get("people") ?? record.article.querySelector("h3"))
          .filter((one) => one.querySelector("a")?.textContent === value)
          .map((one) => element("li", "", [
            element("a", record.date ?? "undated", [], { href: `#${encodeURIComponent(record.article.id)}` }),
            one.textContent.replace(value, ""),
          ])));
      told.push(element("ul", "", roles));
    }
    return told;
  };

  const viewed = (query, chosen) => {
    const [[facet, value] = [], ...more] = Object.entries(chosen).filter(([, one]) => one);
    return !query.trim() && !more.length && ["country", "person", "metric", "year"].includes(facet) ? [facet, value] : undefined;
  };

  const show = (query, chosen) => {
    const searching = Boolean(query.trim()) || Object.values(chosen).some(Boolean);
    document.documentElement.classList.toggle("searching", searching);
    by("_results").hidden = !searching;
    if (!searching && !by("_filters").open) return;
    const { numbers, remark, words } = archive().find(query, within(chosen));
    for (const facet of offered) if (by("_filters").open || chosen[facet]) fill(facet, query, chosen, numbers);
    const names = Object.values(chosen).filter(Boolean);
    by("_filters").firstChild.textContent = names.length ? `Filters: ${names.join(", ")}` : "Filters";
    const view = searching && viewed(query, chosen);
    by("_found").textContent = view ? view[1] : "Results";
    by("_introduction").replaceChildren(...(view ? introduction(...view, numbers) : []));
    const stems = new Set(words.flatMap(tokens).map(stemOf));
    by("_hits").replaceChildren(...(searching ? numbers.slice(0, shown).map((number) => hit(number, stems)) : []));
    by("_more").hidden = numbers.length <= shown;
    const told = numbers.length ? plural(numbers.length, "record") : "Nothing matches.";
    by("_count").textContent = remark ? `${told}: ${remark}` : told;
  };

  const renew = () => {
    const address = addressOf(by("_q").value, chosenNow());
    history.replaceState(null, "", address ? `#${address}` : location.pathname + location.search);
    show(by("_q").value, chosenNow());
  };

  // An address names either what is searched for or a place in the page.
  const follow = () => {
    const hash = location.hash.slice(1);
    const asked = new URLSearchParams(hash.includes("=") ? hash : "");
    const chosen = offered.filter((facet) => asked.get(facet)).map((facet) => [facet, valueOf(facet, asked.get(facet)) ?? ""]);
    by("_q").value = asked.get("q") ?? "";
    shown = step;
    for (const facet of offered) by(`_by_${facet}`).value = "";
    show(by("_q").value, Object.fromEntries(chosen));
    if (hash.includes("=")) by("_search").scrollIntoView();
    else if (hash) by(decodeURIComponent(hash))?.scrollIntoView();
  };

  const cite = async (button) => {
    const { records } = archive();
    const text = referenceTo(records.find(({ article }) => article === button.closest("article")), data);
    const told = button.nextElementSibling?.matches("output") ? button.nextElementSibling : element("output", "");
    button.after(told);
    told.textContent = text;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(told);
      button.textContent = "Selected: copy it with the keyboard";
    }
  };
  for (const text of document.querySelectorAll(".cite")) text.after(element("button", "Cite", [], { type: "button" }));
  by("_main").addEventListener("click", ({ target }) => {
    if (target.matches("article > button")) cite(target);
  });

  // A gap is a search for the records that have it.
  for (const gap of document.querySelectorAll("[data-q]")) {
    gap.replaceChildren(element("a", gap.textContent, [], { href: `#${new URLSearchParams([["q", gap.dataset.q]])}` }));
  }

  // Where the page lists what there is on a country, a person or a metric, the name leads to the view of it.
  for (const place of places) {
    const href = `#${place.id.split("=")[0]}=${encodeURIComponent(place.id.split("=")[1])}`;
    place.replaceChildren(element("a", place.textContent, [], { href }));
  }

  const move = (event) => {
    const links = [...by("_hits").querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    const isInside = at >= 0 || document.activeElement === by("_q");
    if (!isInside || !links.length || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    const next = at + (event.key === "ArrowDown" ? 1 : -1);
    (links[Math.min(next, links.length - 1)] ?? by("_q")).focus();
  };
  addEventListener("keydown", (event) => {
    const isWriting = event.target.matches("input, select, textarea");
    if (event.key === "/" && !isWriting && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      by("_q").select();
    } else if (event.key === "Escape" && !by("_results").hidden) {
      by("_search").reset();
    } else move(event);
  });

  by("_search").hidden = false;
  by("_search").addEventListener("submit", (event) => event.preventDefault());
  by("_search").addEventListener("input", () => {
    shown = step;
    renew();
  });
  by("_filters").addEventListener("toggle", () => show(by("_q").value, chosenNow()));
  by("_search").addEventListener("reset", () => setTimeout(() => {
    for (const facet of offered) by(`_by_${facet}`).value = "";
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
  setTimeout(() => {
    archive();
    document.documentElement.dataset.ready = "yes";
  });
};

// A browser of before 2023 shows the page without its search.
if (typeof DecompressionStream !== "undefined") start();
