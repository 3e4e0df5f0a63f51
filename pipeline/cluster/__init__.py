"""The engine of many machines: tasks on a Dask cluster read documents and keep what they say as Parquet parts.

The client lists files and decides; workers touch what is in them. Parts lie in a folder or behind a URL that all
workers reach. Tables are the same, byte for byte, as those of one machine: the same functions make them, of the same
facts.
"""

from pipeline.cluster.connection import ClusterError, connected
from pipeline.cluster.engine import Cluster

__all__ = ["Cluster", "ClusterError", "connected"]
