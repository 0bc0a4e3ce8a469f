"""Listings of twelve invented entries, in the markup that content management systems write by default."""

from __future__ import annotations

from typing import NamedTuple

from mieuxcli.words import counted

__all__ = ["ENTRIES", "PAGES"]

_MONTHS = (
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
)


class Entry(NamedTuple):
    """What an entry of a listing says."""

    month: int
    title: str
    summary: str

    @property
    def date(self) -> str:
        """Its date in ISO form."""
        return f"2021-{self.month:02}-05"

    def long(self, language: int = 0) -> str:
        """Its date in words, in English or French."""
        return f"5 {_MONTHS[language][self.month - 1]} 2021"

    @property
    def path(self) -> str:
        """The path of its page."""
        return f"/news/entry-{self.month}"


ENTRIES = [
    Entry(
        month,
        f"Wombats dig: part {month}, by the river",
        f"The wombats have dug {counted(month, 'tunnel')} by now. They go on, read more than ever, and sleep by day.",
    )
    for month in range(12, 0, -1)
]


def _page(title: str, language: str, body: str, entries: list[str], head: str = "") -> str:
    begin = f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
    return begin + body.replace("ENTRIES", "\n".join(entries)) + "</html>"


def _joomla(term: str, marker: str = "") -> str:
    """Return a category blog of Joomla 4 and 5, template Cassiopeia."""
    entries = [
        f"""\
<div class="com-content-category-blog__item blog-item" itemprop="blogPost" itemscope
  itemtype="https://schema.org/BlogPosting">
<div class="item-content">
<div class="page-header"><h2 itemprop="name"><a href="{one.path}" itemprop="url">
{one.title} </a></h2></div>
<dl class="article-info text-muted">
<dt class="article-info-term">{term}</dt>
<dd class="createdby" itemprop="author" itemscope itemtype="https://schema.org/Person">
<span class="icon-user icon-fw" aria-hidden="true"></span> Written by: <span itemprop="name">Ana Admin</span></dd>
<dd class="category-name"><span class="icon-folder-open icon-fw" aria-hidden="true"></span>
Category: <a href="/news" itemprop="genre">Field Notes</a></dd>
<dd class="published"><span class="icon-calendar icon-fw" aria-hidden="true"></span>
<time datetime="{one.date}T10:00:00+01:00" itemprop="datePublished">Published: {one.long()}</time></dd>
<dd class="modified"><time datetime="2022-01-01T10:00:00+01:00" itemprop="dateModified">
Last Updated: 01 January 2022</time></dd>
<dd class="hits"><span class="icon-eye icon-fw" aria-hidden="true"></span>
<meta itemprop="interactionCount" content="UserPageVisits:17"> Hits: 17</dd></dl>
<p>{one.summary}</p>
<p class="readmore"><a class="btn btn-secondary" href="{one.path}" aria-label="Read more: {one.title}">
<span class="icon-chevron-right" aria-hidden="true"></span> Read more: {one.title}</a></p>
</div></div>"""
        for one in ENTRIES
    ]
    body = f"""\
<body class="site com_content wrapper-static view-category layout-blog"><header class="header container-header">
<div class="navbar-brand"><a class="brand-logo" href="/">Example</a></div><nav><ul class="mod-menu mod-list nav">
<li class="nav-item"><a href="/">Home</a></li></ul></nav></header>
<div class="site-grid"><div class="grid-child container-component">
<nav class="mod-breadcrumbs__wrapper"><ol class="mod-breadcrumbs breadcrumb"><li>You are here: </li></ol></nav>
<main><div class="com-content-category-blog blog" itemscope itemtype="https://schema.org/Blog">
<div class="page-header"><h1> Field Notes </h1></div>{marker}
<div class="com-content-category-blog__items blog-items ">
ENTRIES</div>
<div class="com-content-category-blog__navigation w-100"><p class="counter">Page 1 of 2</p></div>
</div></main></div>
<div class="grid-child container-sidebar-right sidebar-right"><div class="card"><h3 class="card-header">
<a href="/latest">Latest</a></h3><ul class="mod-articleslatest"><li><a href="/x">Other</a></li></ul></div></div>
</div><footer class="container-footer footer"><p>1 January 2020</p></footer></body>"""
    return _page("Field Notes", "en-gb", body, entries)


def _drupal(theme: str) -> str:
    """Return the front page of Drupal in French, in one of its default themes."""
    entries = []
    for one in ENTRIES:
        author = (
            '<span class="field field--name-uid field--type-entity-reference field--label-hidden">'
            '<a title="Voir le profil utilisateur." href="/fr/user/1" class="username">Ana Admin</a></span>'
        )
        time = f'<time datetime="{one.date}T10:00:00+01:00" title="x" class="datetime">05/{one.month:02}/2021 - 10:00</time>'
        created = (
            f'<span class="field field--name-created field--type-created field--label-hidden">{time}</span>'
        )
        said = {
            "olivero": f'<div class="node__meta"><span>Par {author}, {created}</span></div></header>',
            "bartik": '</header><footer class="node__meta"><div class="node__submitted">'
            f"Soumis par {author} le {created}</div></footer>",
        }
        entries.append(
            f"""\
<div class="views-row"><article data-history-node-id="{one.month}"
  class="node node--type-article node--promoted node--view-mode-teaser">
<header class="node__header"><h2 class="node__title"><a href="{one.path}" rel="bookmark">
<span class="field field--name-title field--type-string field--label-hidden">{one.title}</span></a></h2>
{said[theme]}
<div class="node__content clearfix">
<div class="clearfix text-formatted field field--name-body field--type-text-with-summary field--label-hidden
  field__item"><p>{one.summary}</p></div>
<div class="field field--name-field-tags field--label-above"><div class="field__label">Étiquettes</div>
<div class="field__items"><div class="field__item"><a href="/fr/tags/1">Carnets</a></div></div></div>
<div class="node__links"><ul class="links inline"><li class="node-readmore"><a href="{one.path}" rel="tag"
  title="{one.title}" hreflang="fr">En savoir plus<span class="visually-hidden"> sur {one.title}</span></a></li>
<li class="comment-add"><a href="{one.path}#comment-form">Ajouter un commentaire</a></li></ul></div>
</div></article></div>"""
        )
    body = """\
<body class="path-frontpage"><a href="#main-content" class="visually-hidden focusable skip-link">
Aller au contenu principal</a>
<header class="site-header"><nav role="navigation"><h2 class="visually-hidden"><a href="/">Menu</a></h2></nav></header>
<main role="main"><a id="main-content" tabindex="-1"></a><div class="region region-content">
<h1 class="title page-title">Carnets</h1><div class="views-element-container"><div class="view view-frontpage">
<div class="view-content">ENTRIES</div>
<nav class="pager" role="navigation"><h4 class="visually-hidden">Pagination</h4><a href="?page=1">Suivant</a></nav>
</div></div></div></main></body>"""
    return _page("Carnets | Exemple", "fr", body, entries)


def _wordpress_classic(*, byline: bool) -> str:
    """Return the posts of WordPress, themes Twenty Fifteen to Twenty Twenty-One."""
    entries = [
        f"""\
<article id="post-{one.month}" class="post-{one.month} post type-post status-publish format-standard hentry
  category-field-notes tag-wombats entry">
<header class="entry-header"><h2 class="entry-title default-max-width"><a href="{one.path}">{
            one.title
        }</a></h2>
{
            '<div class="entry-meta"><span class="byline">by <a class="url fn n" href="/author/ana">Ana Admin</a></span></div>'
            if byline
            else ""
        }</header>
<div class="entry-content"><p>{one.summary.rstrip(".")}&hellip;
<a class="more-link" href="{one.path}">Continue reading <span class="screen-reader-text">{
            one.title
        }</span></a></p>
</div><footer class="entry-footer default-max-width"><span class="posted-on">Published
<time class="entry-date published" datetime="{one.date}T10:00:00+00:00">{one.long()}</time>
<time class="updated" datetime="2022-01-01T10:00:00+00:00">January 1, 2022</time></span>
<div class="post-taxonomies"><span class="cat-links">Categorized as <a href="/category/field-notes"
  rel="category tag">Field Notes</a> </span></div></footer></article>"""
        for one in ENTRIES
    ]
    body = """\
<body class="archive category wp-embed-responsive hfeed"><div id="page" class="site">
<a class="skip-link screen-reader-text" href="#content">Skip to content</a>
<header id="masthead" class="site-header"><p class="site-title"><a href="/">Example</a></p></header>
<div id="content" class="site-content"><main id="main" class="site-main">
<header class="page-header alignwide"><h1 class="page-title">Category: <span>Field Notes</span></h1></header>
ENTRIES</main></div>
<aside class="widget-area"><section class="widget"><h2 class="widget-title"><a href="/x">Recent</a></h2></section></aside>
<footer id="colophon" class="site-footer">Proudly powered by WordPress.</footer></div></body>"""
    return _page("Field Notes &#8211; Example", "en-US", body, entries)


def _wordpress_blocks() -> str:
    """Return the posts of WordPress, themes Twenty Twenty-Two to Twenty Twenty-Five, which are made of blocks."""
    entries = [
        f"""\
<li class="wp-block-post post-{one.month} post type-post status-publish format-standard hentry category-x tag-y">
<div class="wp-block-group is-layout-constrained">
<div class="wp-block-post-date"><time datetime="{one.date}T10:00:00+00:00"><a href="{one.path}">{one.long()}</a></time></div>
<h2 class="wp-block-post-title has-x-large-font-size"><a href="{one.path}" target="_self">{one.title}</a></h2>
<div class="wp-block-post-author-name">by Ana Admin</div>
<div class="taxonomy-category wp-block-post-terms"><span class="wp-block-post-terms__prefix">in </span><a href="/c"
  rel="tag">Field Notes</a></div>
<div class="wp-block-post-excerpt"><p class="wp-block-post-excerpt__excerpt">{one.summary} </p>
<p class="wp-block-post-excerpt__more-text"><a class="wp-block-post-excerpt__more-link" href="{one.path}">Read more
about {one.title} &rarr;</a></p></div></div></li>"""
        for one in ENTRIES
    ]
    body = """\
<body class="blog wp-embed-responsive"><div class="wp-site-blocks"><header class="wp-block-template-part">
<p class="wp-block-site-title"><a href="/">Example</a></p></header>
<main class="wp-block-group" id="wp--skip-link--target"><h1 class="wp-block-heading">Blog</h1>
<div class="wp-block-query"><ul class="wp-block-post-template is-layout-flow">ENTRIES</ul>
<nav class="wp-block-query-pagination"><a href="?paged=2">Next Page</a></nav></div></main></div></body>"""
    return _page("Blog &#8211; Example", "en-US", body, entries)


_MARKER = "<p>All articles about Field Notes</p>"
PAGES = {
    "joomla": _joomla("Details"),
    "joomla-marked": _joomla("Details", _MARKER),
    "joomla-hidden": _joomla('<span class="visually-hidden">Details</span>'),
    "drupal-olivero": _drupal("olivero"),
    "drupal-bartik": _drupal("bartik"),
    "wordpress-classic": _wordpress_classic(byline=False),
    "wordpress-byline": _wordpress_classic(byline=True),
    "wordpress-blocks": _wordpress_blocks(),
}
