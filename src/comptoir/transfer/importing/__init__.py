"""Bringing customers and invoices in from a file: start, choose columns, check, run, undo."""
