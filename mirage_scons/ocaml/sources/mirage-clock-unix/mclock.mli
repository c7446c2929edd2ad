(** The monotonic clock of the system. *)

include Mirage_clock.MCLOCK
