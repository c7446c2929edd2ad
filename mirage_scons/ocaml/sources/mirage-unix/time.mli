(** The timer. *)

val sleep_ns : int64 -> unit Lwt.t
(** [sleep_ns n] is resolved after [n] nanoseconds, where [n] is unsigned. *)
