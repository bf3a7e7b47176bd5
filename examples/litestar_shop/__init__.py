"""The shop in Litestar."""
