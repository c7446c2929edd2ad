(** The main loop. *)

val run : unit Lwt.t -> unit
(** [run main] iterates the Lwt engine until [main] is resolved, and raises the
    exception of a [main] that fails. Each iteration is between the enter and
    the leave hooks of {!Mirage_runtime}; its exit hooks run when the process
    exits. Writing to a closed pipe or socket raises an exception instead of
    ending the process. *)
