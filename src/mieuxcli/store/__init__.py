"""The SQLite store: one engine for archives in memory and in compiled files. The only SQL of the program is in this package."""
