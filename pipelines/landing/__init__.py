"""The store of deliveries: bytes by hash, every cell as text, and what each row was taken for."""
