(** The monotonic clock of Solo5. *)

include Mirage_clock.MCLOCK
