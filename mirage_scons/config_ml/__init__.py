"""Reads a config.ml, the OCaml of MirageOS 4.4, into the model: no OCaml runs."""
