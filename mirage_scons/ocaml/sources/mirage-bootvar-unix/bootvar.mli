(** The boot arguments of a unikernel that is a unix process. *)

val argv : unit -> string array Lwt.t
(** The argument vector of the process, the program first. *)
