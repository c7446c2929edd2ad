(** Assertions of the test programs. A failed one ends the program with a
    message that names what was checked. *)

val that : string -> bool -> unit
(** [that what holds] fails unless [holds]. *)

val equal : ('a -> string) -> string -> expected:'a -> 'a -> unit
(** [equal show what ~expected actual] compares structurally and shows both
    values when they differ. *)

val raises : string -> exn -> (unit -> 'a) -> unit
(** [raises what exn f] fails unless [f ()] raises [exn]. *)

(** {1 Showing values} *)

val string : string -> string
val option : ('a -> string) -> 'a option -> string
val list : ('a -> string) -> 'a list -> string
