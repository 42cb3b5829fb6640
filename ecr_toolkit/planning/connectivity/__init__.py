"""Connectivity of protected areas: patches, distances between their edges, shortest paths, PC, ECA, ProtConn (§8.5).

``patches_of`` → ``links`` → ``Network.of`` → ``connectivity``, once for every dispersal distance; ``gain`` compares.
"""
