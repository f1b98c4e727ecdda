"""How much is read. More is refused, whatever it holds."""

MEGABYTE = 1024 * 1024
FILE_MB = 20
ROWS = 200_000
COLUMNS = 200
CELL = 10_000
"""Signs in one cell."""

SHEETS = 50
PARTS = 2_000
"""Files within a workbook, which is a ZIP."""
CELLS = 4_000_000
"""Of a workbook's first sheet: it is held in memory as a whole."""
UNPACKED_MB = 200
RATIO = 200
"""How many times larger a part may be than its packed bytes; spreadsheets reach 20."""
RATIO_MATTERS_FROM = MEGABYTE
