"""The only outgoing HTTP client: it reaches public addresses and nothing else."""

from springhead.engine.net.fetch import Fetched, Fetcher, Known, Limits

__all__ = ["Fetched", "Fetcher", "Known", "Limits"]
