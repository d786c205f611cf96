"""An acceptance receipt, warm: two languages, bars, Kazakh letters; against a bare canvas that draws the same page.

The raw side shows the same strings in the same faces at the same places, the same rules and the same bars, through reportlab's
own canvas. The page's operators are those of our own paper, read back, so that no text or bar is left out.
"""
