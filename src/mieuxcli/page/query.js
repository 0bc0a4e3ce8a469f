// The query language: words side by side must all be found; -, NOT, OR, brackets, "phrases", begin* and field:value.

const lexemes = /(?<open>\()|(?<close>\))|(?<minus>(?<!:)-(?=[^\s)]))|(?<field>[A-Za-z_]+):(?!\/\/)|"(?<quote>(?:[^"\\]|\\.)*)"?|(?<word>[^\s()"]+)/gu;
const deepest = 50;

const lexed = (query) =>
  [...query.matchAll(lexemes)].map(({ groups }) => {
    const [kind, text] = Object.entries(groups).find(([, value]) => value !== undefined);
    return ["AND", "OR", "NOT"].includes(text) && kind === "word" ? { kind: text, text } : { kind, text };
  });

const joinedAs = (kind, parts) => {
  const flat = parts.flatMap((part) => part[kind] ?? [part]);
  return flat.length === 1 ? flat[0] : { [kind]: flat };
};
const allOf = (parts) => joinedAs("and", parts);
const anyOf = (parts) => joinedAs("or", parts);
const everything = allOf([]);
const textOf = (text) => ({ text });
const partsOf = (part) => part.and ?? [part];
const isWord = (part) => part.text !== undefined && !part.phrase && !part.prefix && !part.within;

// The texts of an expression that are not excluded.
const textsOf = (part) => (part.text === undefined ? (part.and ?? part.or ?? []).flatMap(textsOf) : [part]);

// The expression that a query means. What a person has not finished, as an open bracket, is taken as finished.
const parsed = (query) => {
  const left = lexed(query);
  const hasText = () => left[0] && !["OR", "close"].includes(left[0].kind);

  const leaf = (depth) => {
    const { kind, text } = left.shift();
    if ((kind === "NOT" || kind === "minus") && hasText()) return { not: leaf(depth) };
    if (kind === "open" && depth < deepest) {
      const inside = either(depth + 1);
      if (left[0]?.kind === "close") left.shift();
      return inside;
    }
    if (kind === "field") {
      const value = hasText() && left.shift();
      const bare = value ? value.text : "";
      if (!["title", "summary", "note"].includes(text.toLowerCase())) return { field: text.toLowerCase(), value: bare };
      const prefix = value?.kind === "word" && bare.endsWith("*");
      return { text: bare.replace(/\*+$/, ""), phrase: !prefix, prefix, within: text.toLowerCase() };
    }
    if (kind === "quote") return { text: text.replace(/\\(.)/gs, "$1"), phrase: true };
    const word = text.replace(/\*+$/, "");
    return { text: word, prefix: word !== text && word !== "" };
  };
  const side = (depth) => {
    const parts = [];
    while (hasText()) {
      if (left[0].kind === "AND") left.shift();
      else parts.push(leaf(depth));
    }
    return allOf(parts);
  };
  const either = (depth) => {
    const parts = [side(depth)];
    while (left[0]?.kind === "OR") {
      left.shift();
      parts.push(side(depth));
    }
    return parts.length > 1 ? anyOf(parts.filter((part) => part !== everything && part.and?.length !== 0)) : parts[0];
  };
  const whole = either(0);
  while (left.length) {
    left.shift();
    either(0);
  }
  return whole;
};

const hasOperators = (query) => lexed(query).some(({ kind }) => ["AND", "OR", "NOT", "minus", "open"].includes(kind));
