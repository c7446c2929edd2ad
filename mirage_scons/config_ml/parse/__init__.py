"""From the text of an OCaml file to nodes of :mod:`mirage_scons.config_ml.syntax`."""
