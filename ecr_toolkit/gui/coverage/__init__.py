"""The bars of coverage: what of each place, service, class and group of species is protected, and what is a gap."""
