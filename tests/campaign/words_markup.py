# ruff: noqa: E501
"""Names that are markup wherever a text is taken for rich text: Qt's own guess, HTML, paragraphs of a PDF library, XML."""

from __future__ import annotations

from itertools import product


def words(file: str, host: str) -> list[str]:
    """`file` is one that must not be opened, `host` one that must not be called."""
    ways = (
        f'<img src="file://{file}">', f"<img src='{file}' width=1>", f'<img src="http://{host}/a.png"/>',
        f'<a href="http://{host}/">Серік</a>', f'<link rel=stylesheet href="file://{file}">', f'<object data="{file}"></object>',
        f'<body background="file://{file}">Серік', f'<table background="{file}"><tr><td>Серік</td></tr></table>',
        f'<p style="background-image:url({file})">Серік</p>', f'<style>@import url("{file}");</style>', "<b>Серік</b>",
        "<i>Серік", "<font size=90 color=red>Серік</font>", "<h1>Серік</h1>", "<br/>Серік<hr>", "<!-- Серік -->Әсел",
        "<para fontSize=90>Серік</para>", f'<onDraw name="x" label="{file}"/>Серік', '<seq id="a"/>Серік', "<unichar code='88'/>",
        f"<xi:include href='{file}'/>", f'<!DOCTYPE a [<!ENTITY b SYSTEM "{file}">]><a>&b;</a>', "&lt;b&gt;Серік&amp;#x41;",
        "<qt>Серік</qt>", "<?xml version='1.0'?><html><body>Серік</body></html>", "<span>Серік</span>\u2028<b>",
        f'<a name="x"/><img src="{file}" valign="top"/>Серік', "<sup>Серік</sup><strike>", "{\\rtf1 Серік}", "<b><i></b></i>Серік",
    )  # fmt: skip
    round_it = ("{0}", "ТОО «{0}»", "{0}{0}", "Сейтқали\n{0}", "  {0}")
    return [
        shell.format(way) if "{\\" not in way else shell.replace("{0}", way) for way, shell in product(ways, round_it)
    ]
