"""Programmes in schools, businesses and communities. Nothing runs here yet."""
