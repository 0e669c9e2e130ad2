"""The style sheet of the web page: looks from the roles in rem, structure here."""

from __future__ import annotations

from generator.document.tree import Document, Table
from generator.writers.css import amount, family_list, look, screen_declarations, selector
from generator.writers.html.table import indents


def style_sheet(document: Document) -> str:
    """All CSS of the page. Raises LooksError when the form lacks a role that every page needs."""
    looks = document.looks
    body, head, draft = look(looks, "正文"), look(looks, "表头"), look(looks, "审核稿")
    tables = [
        block
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Table)
    ]
    rules = [
        f"{selector(role.name)}{{{screen_declarations(role, body)}}}"
        for role in looks.roles.values()
    ]
    rules += [
        f"th{{font-family:{family_list(head)}}}",
        f".draft{{font-family:{family_list(draft)}}}",
    ]
    rules += [f"td.i{depth},th.i{depth}{{padding-left:{depth}.4em}}" for depth in indents(tables)]
    page = looks.page
    margins = " ".join(
        f"{amount(side)}mm" for side in (page.top, page.outer, page.bottom, page.inner)
    )
    return (
        "\n".join(
            [
                *rules,
                _STRUCTURE,
                f"@page{{size:A4;margin:{margins}}}@page wide{{size:A4 landscape}}",
                *filter(None, [looks.css]),
            ]
        )
        + "\n"
    )


_STRUCTURE = """\
html{font-size:18px;-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:#eceff1;color:#111;overflow-wrap:break-word}
main{max-width:28rem;margin:1.5rem auto;padding:2rem 3.5rem 4rem;background:#fff;box-shadow:0 1px 6px rgba(0,0,0,.18)}
section+section{margin-top:3rem;padding-top:2rem;border-top:1px solid #dadce0}
.cover{padding:2rem 0}
h1,h2,h3,h4{scroll-margin-top:3rem}
nav ul{list-style:none;margin:0;padding:0}
nav a{display:block;padding:.15rem 0;color:#0b4a8f;text-decoration:none}
nav a:hover,nav a:focus{text-decoration:underline}
figure{margin:1.2rem 0;text-align:center}
figure svg{width:100%;height:auto;max-width:36rem}
data{text-decoration:underline dotted transparent;text-underline-offset:.2em}
data[title]:hover{text-decoration-color:#0b4a8f;cursor:help}
data[title]:focus{outline:2px solid #0b4a8f;cursor:help}
data[title]:focus::after{content:attr(title);position:fixed;left:0;right:0;bottom:0;z-index:2;padding:.8rem 1rem;background:#0b2a4a;color:#fff;\
font-size:.9rem;line-height:1.5;text-align:left;text-indent:0;white-space:normal;max-height:40vh;overflow:auto}
mark{background:#fff2a8;color:#a00000}
.table{margin:0 0 1.5rem}
.两头{display:flex;justify-content:space-between}
.scroll{overflow-x:auto;overscroll-behavior-x:contain}
.scroll:focus-visible{outline:2px solid #0b4a8f}
table{border-collapse:collapse;width:100%;min-width:34rem;background:#fff;overflow-wrap:normal}
.wide table{min-width:48rem}
td,th{border:1px solid #8a9196;padding:.25em .4em;vertical-align:middle;text-align:left;font-weight:normal;text-indent:0}
th{background:#eef2f5}
.c{text-align:center}.r{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}.b{font-weight:bold}
.draft{position:sticky;top:0;z-index:1;padding:.5rem 1rem;background:#b00000;color:#fff;text-align:center}
@media(min-width:70rem){.table,.tables h1,.tables h2{margin-left:-10rem;margin-right:-10rem}
main{max-width:28rem;padding-left:11rem;padding-right:11rem}}
@media(max-width:40rem){html{font-size:17px}body{background:#fff}main{margin:0;padding:1rem 1rem 3rem;box-shadow:none}
.封面年度,.封面单位,.封面标题,.目录标题,.部分标题{font-size:1.3rem;line-height:1.8rem}.封面年度{margin-top:2rem}}
@media print{html{font-size:12pt}body{background:#fff}main{max-width:none;margin:0;padding:0;box-shadow:none}
section+section{break-before:page;margin:0;padding:0;border:0}.wide{page:wide}
.scroll{overflow:visible}table,.wide table{table-layout:fixed;min-width:0}.table{margin:0;padding:0}
h1,h2,h3,h4{break-after:avoid}tr,figure{break-inside:avoid}thead{display:table-header-group}.draft{position:static}}"""
