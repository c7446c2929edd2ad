(** The wall clock of Solo5. *)

include Mirage_clock.PCLOCK
