"""Libraries of opam that configurations use, as far as these do."""
