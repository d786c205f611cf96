"""Signatures of people (CMS, CAdES): built, read and judged from bytes alone. Nothing here uses the net or a store."""
