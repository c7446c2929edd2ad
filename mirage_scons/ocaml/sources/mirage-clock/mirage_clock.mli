(** The clocks of a unikernel.

    Spans and instants of the wall clock are pairs [(d, ps)] of days and of the
    picoseconds left over, so that [ps] is at least 0 and less than a day. *)

(** The wall clock. It may be adjusted while the unikernel runs. *)
module type PCLOCK = sig
  val now_d_ps : unit -> int * int64
  (** The time passed since 1970-01-01 00:00:00 UTC, leap seconds aside. *)

  val current_tz_offset_s : unit -> int option
  (** By how many seconds local time is ahead of UTC now, if that is known. *)

  val period_d_ps : unit -> (int * int64) option
  (** The resolution of the clock, if that is known. *)
end

(** The monotonic clock, for measuring how long something takes. *)
module type MCLOCK = sig
  val elapsed_ns : unit -> int64
  (** The nanoseconds passed since a moment that is the same for all calls. It
      never decreases. *)

  val period_ns : unit -> int64 option
  (** The resolution of the clock in nanoseconds, if that is known. *)
end
