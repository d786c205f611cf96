# ruff: noqa: E501
"""Names that are orders to a printer where they reach it as letters: ZPL, EPL, TSPL, ESC/POS, PJL, PostScript, PCL."""

from __future__ import annotations

from itertools import product

TOKEN = "Q7ZX"
ORDERS = (
    f"^XA^FO10,10^FD{TOKEN}^FS^XZ", f"^FS^FD{TOKEN}", f"~JR{TOKEN}", f"^XZ^XA^IDR:*.*^FS{TOKEN}^XZ", f"^GFA,1,1,1,{TOKEN}^FS", f"~DG{TOKEN}",
    f"_5eXA_5eFD{TOKEN}", f"\\5EXA{TOKEN}", f'N\nA50,0,0,1,1,1,N,"{TOKEN}"\nP1', f"\nFK\"*\"\n{TOKEN}", f'CLS\nTEXT 1,1,"0",0,1,1,"{TOKEN}"\nPRINT 9',
    f"\x1b@{TOKEN}\x1dV\x00", f"\x1bp\x00\x19\xfa{TOKEN}", f"\x1dv0\x00\x01\x00\x01\x00{TOKEN}", f"\x10\x14\x01\x00\x05{TOKEN}", f"\x1d(L{TOKEN}",
    f"\x1b%-12345X@PJL SET {TOKEN}=1\n", f"@PJL ENTER LANGUAGE=POSTSCRIPT {TOKEN}", f"%!PS\n({TOKEN}) show showpage", f") showpage ({TOKEN}",
    f"\x04%!PS {TOKEN}", f"<</{TOKEN} (x)>> setpagedevice", f"\x1bE\x1b&l0O{TOKEN}", f"%-12345X{TOKEN}", f"(({TOKEN})\\)", f">> endobj {TOKEN}",
)  # fmt: skip
SHELLS = ("{0}", "ТОО «{0}»", "Сейтқали {0} Нұрлан", "{0}{0}", "{0}\n", "1 {0}", "{0} Әсел ұлы", "  {0}")


def words() -> list[str]:
    """Two hundred and eight."""
    return [shell.format(order) if "{" not in order else order for shell, order in product(SHELLS, ORDERS)]
