"""Reading tables that other systems wrote: text separated by signs, and workbooks. Whatever is hostile is refused unread."""

from comptoir.transfer.reading.refusals import Unreadable
from comptoir.transfer.reading.table import Cell, Table, open_table

__all__ = ["Cell", "Table", "Unreadable", "open_table"]
