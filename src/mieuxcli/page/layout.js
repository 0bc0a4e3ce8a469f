// What is far from the window need not be laid out, or thousands of records would take a minute to open.
document.styleSheets[0].insertRule(
  "@media screen { article { content-visibility: auto; contain-intrinsic-size: auto 22rem } }",
);
