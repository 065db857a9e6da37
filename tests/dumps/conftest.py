"""The asking side, to have something to write out."""

from tests.data_requests.conftest import ask, case_types, police, roads

__all__ = ["ask", "case_types", "police", "roads"]
