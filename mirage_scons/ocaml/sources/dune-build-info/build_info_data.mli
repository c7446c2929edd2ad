(** What dune knows of the program that is being linked. *)

val version : string option
(** The version of the program's package. *)

val statically_linked_libraries : (string * string option) list
(** The name and, if it is known, the version of each library in the program. *)
