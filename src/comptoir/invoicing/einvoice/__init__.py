"""Invoices and credit notes as computers read them: EN 16931, in UBL for the Peppol network and in CII inside a PDF."""
