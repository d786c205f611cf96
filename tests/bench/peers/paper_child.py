"""Runs in the peers' own environment: draws the page that it was told, whenever it is asked, and says how long that took."""

import json
import sys
import time

MM = 72 / 25.4


def fpdf2(page):
    from fpdf import FPDF

    def draw(out):
        pdf = FPDF(unit="pt", format=(page["wide"], page["high"]))
        pdf.add_page()
        pdf.set_auto_page_break(False)
        for face, file in page["faces"].items():
            pdf.add_font(face, fname=file)
        for x, y, text, face, size in page["texts"]:
            pdf.set_font(face, size=size)
            pdf.text(x, page["high"] - y, text)
        for x, y, wide, high in page["rects"]:
            pdf.rect(x, page["high"] - y - high, wide, high, style="F")
        return bytes(pdf.output())

    return draw


def weasyprint(page):
    from html import escape

    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    each = page["faces"].items()
    faces = "".join(f"@font-face{{font-family:'{face}';src:url('file://{file}')}}" for face, file in each)
    sheet = f"@page{{size:{page['wide']}pt {page['high']}pt;margin:0}}"
    style = f"{sheet}{faces}p{{position:absolute;margin:0;white-space:pre;line-height:1}}"
    texts = ""
    for x, y, text, face, size in page["texts"]:
        place = f"left:{x}pt;top:{page['high'] - y - size}pt;font:{size}pt '{face}'"
        texts += f'<p style="{place}">{escape(text)}</p>'
    whole = f"<style>{style}</style>{svg(page, 'position:absolute;left:0;top:0')}{texts}"
    return lambda out: HTML(string=whole).write_pdf(font_config=fonts)


def typst(page):
    import os

    import typst as compiler

    folder = page["folder"]
    with open(os.path.join(folder, "codes.svg"), "w", encoding="utf-8") as file:
        file.write(svg(page, ""))
    lines = [f"#set page(width: {page['wide']}pt, height: {page['high']}pt, margin: 0pt)"]
    lines.append('#place(dx: 0pt, dy: 0pt, image("codes.svg"))')
    for x, y, text, face, size in page["texts"]:
        said = text.replace("\\", "\\\\").replace('"', '\\"')
        bold = ', weight: "bold"' if "Bold" in face else ""
        family = "Noto Sans Mono" if "Mono" in face else "Noto Sans"
        lines.append(
            f'#place(dx: {x}pt, dy: {page["high"] - y - size}pt, text(font: "{family}", size: {size}pt{bold}, "{said}"))'
        )
    place = os.path.join(folder, "page.typ")
    with open(place, "w", encoding="utf-8") as file:
        file.write("\n".join(lines))
    faces = [os.path.dirname(next(iter(page["faces"].values())))]
    world = compiler.Compiler(place, root=folder, font_paths=faces)
    turn = [0]

    def draw(out):
        turn[0] += 1  # another page each time: what was laid out is not handed out again
        with open(place, "w", encoding="utf-8") as file:
            file.write("\n".join(lines).replace("0001-E", f"{turn[0]:04}-E"))
        return world.compile(place)

    return draw


def svg(page, style):
    path = " ".join(f"M{x} {page['high'] - y - h}h{w}v{h}h-{w}z" for x, y, w, h in page["rects"])
    size = f'width="{page["wide"]}pt" height="{page["high"]}pt" viewBox="0 0 {page["wide"]} {page["high"]}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} style="{style}"><path d="{path}"/></svg>'


def main():
    page = json.loads(sys.stdin.readline())
    draw = {"fpdf2": fpdf2, "WeasyPrint": weasyprint, "typst": typst}[sys.argv[1]](page)
    for _ in sys.stdin:
        began, spent = time.perf_counter(), time.process_time()
        made = draw(None)
        told = {
            "seconds": time.perf_counter() - began,
            "cpu": time.process_time() - spent,
            "bytes": len(made),
            "pdf": made[:5] == b"%PDF-",
        }
        print(json.dumps(told), flush=True)


main()
