(** The timer. *)

val sleep_ns : int64 -> unit Lwt.t
(** [sleep_ns n] is resolved after [n] nanoseconds, where [n] is unsigned. *)

(** {1 For the main loop} *)

val now : unit -> int64
(** The nanoseconds of Solo5's monotonic clock. *)

val wake : unit -> unit
(** Resolves what has slept long enough. *)

val next : unit -> int64 option
(** When to call {!wake} again, if anything sleeps. *)
