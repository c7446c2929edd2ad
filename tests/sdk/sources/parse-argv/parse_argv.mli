(** Splits a command line that is one string. *)

val parse : string -> (string list, string) result
(** The words of a line. Space separates them; within double quotes it does not,
    and a backslash takes the next character as it is. An [Error] says what is
    not closed. *)
