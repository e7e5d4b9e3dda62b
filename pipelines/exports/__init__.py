"""Files for who does not query: Parquet, CSV and a workbook, whole or for the public."""
