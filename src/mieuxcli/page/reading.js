// The records as the page shows them, read back from it; the text of the page is what is searched.

const textWithout = (element, ...tags) =>
  [...element.childNodes].filter((node) => !tags.includes(node.nodeName)).map((node) => node.textContent).join("");

const valuesIn = (place) => {
  const items = place.querySelectorAll("li");
  return items.length ? [...items] : [place];
};

// The fields of a record by their labels.
const fieldsOf = (article) => {
  const found = new Map();
  const list = article.querySelector("dl");
  for (let label = list?.firstElementChild; label; label = label.nextElementSibling?.nextElementSibling) {
    found.set(label.textContent, label.nextElementSibling);
  }
  return found;
};

const readRecord = (article, number, data) => {
  const type = article.parentNode.id.slice(1, -1);
  const title = article.querySelector("h3");
  const [kind, time] = article.querySelector(".about").childNodes;
  const fields = fieldsOf(article);
  const pieces = data.weights.map(() => []);
  pieces[0].push(title.textContent);
  const lead = article.querySelector(".lead");
  const [cited, quoted] = ["cite", "q"].map((name) => lead?.querySelector(`:scope > ${name}`)?.textContent);
  if (quoted !== undefined) pieces[data.columns.wording].push(cited, quoted);
  for (const [label, value] of fields) {
    const column = Object.hasOwn(data.columns, label) ? data.columns[label] : undefined;
    if (column !== undefined) pieces[column].push(valuesIn(value).map((one) => textWithout(one, "I")).join(" · "));
  }
  if (lead && quoted === undefined) pieces[data.columns.summary].push(lead.textContent);
  const note = article.querySelector(".note");
  if (note) pieces[data.columns.note].push(textWithout(note, "B"));
  const columns = pieces.map((inside) => inside.join(" · "));
  const foreign = type === "article" && fields.has("language") && fields.get("language").textContent !== "en";
  if (foreign) columns[data.columns.expansion] += ` · ${rootOf(title.textContent)}`;
  const named = ["expansion", "other names"].filter((label) => fields.has(label)).flatMap((label) => fields.get(label).textContent.split(" · "));
  return {
    id: article.querySelector("code").textContent,
    type,
    kind: /^\S+, ([^·]+?)\s*·?\s*$/.exec(kind?.textContent.split(" · ")[0] ?? "")?.[1],
    title: title.textContent,
    date: article.querySelector(".about > time")?.textContent,
    end: ["action", "phase"].includes(type) ? (fields.get("end")?.textContent ?? "") : undefined,
    metric: fields.get("metric")?.textContent,
    names: type === "term" ? [...new Set([title.textContent, ...named].map(fold).filter(Boolean))] : undefined,
    order: data.order[number],
    columns,
    fields,
    article,
    time,
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
    if (record.time?.nextSibling?.textContent.includes("inferred")) add("basis", "inferred", number);
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
  const [credit, after] = [cite.firstChild.textContent.replace(/\.?\s*$/, ""), source?.nextSibling?.textContent ?? ""];
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
