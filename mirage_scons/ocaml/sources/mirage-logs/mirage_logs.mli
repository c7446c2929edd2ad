(** A log reporter whose lines carry the time.

    A line is the time, a colon, the tags, the level or the message's own
    header, the source and the message:

    {v 2024-02-29T12:00:00-00:00: user=mira [INFO] [application] hello v} *)

(** The reporter that takes the time from [Clock]. *)
module Make (Clock : Mirage_clock.PCLOCK) : sig
  val create : ?ch:Format.formatter -> unit -> Logs.reporter
  (** [create ()] writes to [ch], by default {!Format.err_formatter}, and
      flushes it after each message. *)
end
