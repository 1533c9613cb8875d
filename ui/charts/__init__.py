"""Charts of the figure ledger: one indicator over years or places, as SVG and PNG that look alike anywhere.

`chart` chooses what is drawn, `layout` places it, `svg` and `png` write it. The font comes with the package (`font`),
so that Chinese is there on a machine without any.
"""
