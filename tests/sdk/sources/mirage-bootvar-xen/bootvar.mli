(** The arguments with which a unikernel is booted. *)

val argv : unit -> string array Lwt.t
(** A name, and the words of the command line.
    @raise Failure if the line cannot be split. *)
