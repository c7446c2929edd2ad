"""Reads a config.ml by running it under OCaml's toplevel, where only OCaml can compute what it says.

OCaml type-checks and runs the configuration against a small library of ours, which has the types of MirageOS 4.4 and no
device: what it is asked to make it has this side make, of the model, by the table that serves
:mod:`mirage_scons.config_ml` too. The two talk in lines of JSON over a pair of pipes. One of them speaks at a time, as
in a call stack: OCaml calls a function of the table and waits, and this side runs a function of OCaml's, such as the
``connect`` of a device, and waits, each serving what the other asks meanwhile. So an error has the place of the call
that is wrong and stops all at once, functions stay OCaml's for as long as the plan is made, and a value that has no
JSON is kept on its side, by number.
"""
