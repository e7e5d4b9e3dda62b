"""Makes the demonstration registers of Southeast Sulawesi 2023-2024, with made-up people only."""
