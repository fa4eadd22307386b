"""The made-up office: people who do not exist, dated relative to today."""

from data.demo.filling import CLIENTS, SEED, kept, office, tables

__all__ = ["CLIENTS", "SEED", "kept", "office", "tables"]
