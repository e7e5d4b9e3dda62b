"""What Dagster materialises: one module per stage of the way of the data."""
