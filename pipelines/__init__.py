"""Netralitas Warehouse: from the spreadsheets of offices to an audited star schema."""
