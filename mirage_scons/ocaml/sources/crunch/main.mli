(** [ocaml-crunch -o FILE.ml DIRECTORY]: makes a module, with its interface, of
    the files of a directory. The module is a read-only key-value store. *)
