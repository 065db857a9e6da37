"""A paper as one HTML file that stands alone: no script, nothing fetched, readable offline and in print."""

from html import escape
from typing import Final

from springhead.engine.documents.paper import Block, Heading, PageBreak, Paper, Table

MEDIA: Final = "text/html; charset=utf-8"
_STYLE: Final = (
    "body{font:1rem/1.7 sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#0b0c0c;background:#fff}"
    "table{border-collapse:collapse;width:100%;margin:1rem 0}"
    "th,td{border:1px solid #505a5f;padding:.3rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}"
    "h2,h3,h4{margin-top:2rem;line-height:1.4}p{overflow-wrap:anywhere}"
    "hr{margin:3rem 0}"
    "@media print{hr{visibility:hidden;margin:0;break-after:page}body{margin:0;max-width:none}h2,h3,h4{break-after:avoid}tr{break-inside:avoid}}"
)


def write(paper: Paper) -> bytes:
    """Return the paper as a file in UTF-8; every text is escaped."""
    lang = "en" if paper.lang == "en" else "zh-Hant-TW"
    title = escape(paper.title)
    body = "\n".join(_block(one) for one in paper.blocks)
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n{body}\n"
        "</main>\n</body>\n</html>\n"
    ).encode()


def _block(one: Block) -> str:
    if isinstance(one, Heading):
        return f"<h{one.level + 1}>{escape(one.text)}</h{one.level + 1}>"
    if isinstance(one, Table):
        head = "".join(f'<th scope="col">{_lines(cell)}</th>' for cell in one.head)
        rows = "\n".join(
            f"<tr>{''.join(f'<td>{_lines(cell)}</td>' for cell in row)}</tr>" for row in one.rows
        )
        return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
    if isinstance(one, PageBreak):
        return "<hr>"
    return f"<p>{_lines(one.text)}</p>"


def _lines(text: str) -> str:
    return "<br>".join(escape(part) for part in text.split("\n"))
