(** The wall clock of the system. *)

include Mirage_clock.PCLOCK
