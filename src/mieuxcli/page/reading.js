// What the page searches by besides its own text, unpacked.
const unpacked = async (text) => {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
};

// The records as the page shows them, read back from it; the text of the page is what is searched.

const textWithout = (element, ...tags) =>
  [...element.childNodes].filter((node) => !tags.includes(node.nodeName)).map((node) => node.textContent).join("");

const valuesIn = (place) => {
  const [list] = place.children;
  return list?.nodeName === "UL" ? [...list.children] : [place];
};

// The fields of a record by their labels.
const fieldsOf = (list) => {
  const found = new Map();
  const inside = list?.children ?? [];
  for (let at = 0; at + 1 < inside.length; at += 2) found.set(inside[at].textContent, inside[at + 1]);
  return found;
};

// The parts of an article by their class, or by their element where they have none.
const partsIn = (article) =>
  Object.fromEntries([...article.children].map((part) => [part.classList[0] ?? part.localName, part]));

const readRecord = (article, number, data) => {
  const { h3, about, lead, dl, note } = partsIn(article);
  const type = article.parentNode.id.slice(1, -1);
  const [time, code] = ["TIME", "CODE"].map((name) => [...about.children].find((one) => one.nodeName === name));
  const fields = fieldsOf(dl);
  const pieces = data.weights.map(() => []);
  pieces[0].push(h3.textContent);
  if (type === "fact") pieces[data.columns.wording].push(lead.children[1].textContent, lead.children[0].textContent);
  else if (lead) pieces[data.columns.summary].push(lead.textContent);
  for (const [label, value] of fields) {
    const column = Object.hasOwn(data.columns, label) ? data.columns[label] : undefined;
    if (column !== undefined) pieces[column].push(valuesIn(value).map((one) => textWithout(one, "I")).join(" · "));
  }
  if (note) pieces[data.columns.note].push(textWithout(note, "B"));
  const columns = pieces.map((inside) => inside.join(" · "));
  const foreign = type === "article" && fields.has("language") && fields.get("language").textContent !== "en";
  if (foreign) columns[data.columns.expansion] += ` · ${rootOf(h3.textContent)}`;
  const named = ["expansion", "other names"].filter((label) => fields.has(label));
  const others = named.flatMap((label) => fields.get(label).textContent.split(" · "));
  return {
    id: code.textContent,
    type,
    kind: /^\S+, ([^·]+?)\s*(?:·|$)/.exec(about.firstChild.textContent)?.[1],
    title: h3.textContent,
    date: time?.textContent,
    isInferred: Boolean(time?.nextSibling?.textContent.includes("inferred")),
    end: ["action", "phase"].includes(type) ? (fields.get("end")?.textContent ?? "") : undefined,
    metric: fields.get("metric")?.textContent,
    names: type === "term" ? [...new Set([h3.textContent, ...others].map(fold).filter(Boolean))] : undefined,
    order: data.order[number],
    columns,
    fields,
    article,
  };
};

// The records of each value of each facet.
const facetsOf = (records, data) => {
  const facets = {};
  const numbers = new Map(records.map(({ article }, number) => [article.id, number]));
  const add = (facet, value, number) => {
    facets[facet] ??= new Map();
    if (!facets[facet].has(value)) facets[facet].set(value, new Set());
    facets[facet].get(value).add(number);
  };
  records.forEach((record, number) => {
    add("type", record.type, number);
    if (record.date) add("year", record.date.slice(0, 4), number);
    if (record.kind) add("kind", record.kind, number);
    if (record.end) add("end", record.end.slice(0, 4), number);
    if (record.fields.has("disagrees with")) add("disputed", "yes", number);
    if (record.isInferred) add("basis", "inferred", number);
    for (const { hash } of record.fields.get("actions")?.querySelectorAll("a") ?? []) {
      const action = numbers.get(decodeURIComponent(hash.slice(1)));
      if (action !== undefined) add("linked", "yes", action);
    }
    for (const [label, value] of record.fields) {
      const facet = Object.hasOwn(data.facets, label) ? data.facets[label] : undefined;
      if (facet === "person") {
        for (const one of valuesIn(value)) add(facet, (one.querySelector("a") ?? one).textContent, number);
      } else if (facet && facet !== "end") {
        for (const one of value.textContent.split(" · ")) add(facet, one, number);
      }
    }
  });
  return facets;
};

// The reference that cites a record, as the command line writes it.
const referenceTo = (record, data) => {
  const cite = record.article.querySelector(".cite");
  const source = cite.querySelector("a");
  const credit = cite.firstChild.textContent.replace(/\.?\s*$/, "");
  const after = source && !cite.matches(".unseen") ? (source.nextSibling?.textContent ?? data.seen) : "";
  const lead = record.article.querySelector(".lead");
  const wording = lead?.querySelector(":scope > q");
  const figure = wording ? `“${wording.textContent}”, in: ${lead.querySelector("cite").textContent}. ` : "";
  const site = cite.matches(".sited") ? `${source.textContent}. ` : "";
  const url = source ? source.getAttribute("href") : "";
  const [, day, month, year] = /\(accessed (\d+) (\p{L}+) (\d+)\)/u.exec(after) ?? [];
  const accessed = day && `${year}-${data.months[month.toLowerCase()]}-${day.padStart(2, "0")}`;
  const digits = (record.date || accessed || "").replaceAll("-", "");
  const copy = accessed && !cite.matches(".alone") && /^https?:\/\//.test(url)
    ? `; nearest archived copy, if any: https://web.archive.org/web/${digits}/${url}` : "";
  const stop = /[?!.…]$/.test(record.title) ? "" : ".";
  return `${credit}. ${record.title}${stop} ${figure}${site}${url}${after.replace(/\)$/, `${copy})`)}`.replace(/\s+/g, " ").trim();
};
