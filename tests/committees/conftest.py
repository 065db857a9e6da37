"""The people, agencies and requests of data requests: refusals are what waits for a committee."""

from tests.data_requests.conftest import ask, case_types, police, roads

__all__ = ["ask", "case_types", "police", "roads"]
