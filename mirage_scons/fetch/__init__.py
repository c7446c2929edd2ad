"""Sources: downloaded or checked out, verified, kept, and unpacked."""
