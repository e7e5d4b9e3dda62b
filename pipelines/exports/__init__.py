"""Files for who does not query: Parquet, CSV and one workbook, of the open zone or for the public."""
