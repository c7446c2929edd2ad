(** The main loop. *)

val run : unit Lwt.t -> unit
(** [run main] lets Solo5 wait for time and devices until [main] is resolved, and
    raises the exception of a [main] that fails. Each wait is between the enter
    and the leave hooks of {!Mirage_runtime}; its exit hooks run at exit. *)

val wait_for_work_on_handle : int64 -> unit Lwt.t
(** A promise that is resolved when the device of the handle has something to
    read. *)
