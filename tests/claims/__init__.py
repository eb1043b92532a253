"""Claims of the site, raised with real sockets and real programs."""
