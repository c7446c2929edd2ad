(** Network devices: ethernet frames in and out. *)

(** What can go wrong on every device. *)
module Net : sig
  type error = [ `Invalid_length | `Disconnected ]

  val pp_error : error Fmt.t
  (** Prints an error. *)
end

type stats = {
  mutable rx_bytes : int64;
  mutable rx_pkts : int32;
  mutable tx_bytes : int64;
  mutable tx_pkts : int32;
}
(** How much was received and transmitted. *)

module type S = sig
  type error = private [> Net.error ]

  val pp_error : error Fmt.t

  type t

  val disconnect : t -> unit Lwt.t
  (** Gives the device back; {!listen} ends. *)

  val write : t -> size:int -> (Cstruct.t -> int) -> (unit, error) result Lwt.t
  (** [write device ~size fill] transmits what [fill] puts into a buffer of
      [size] zeroes; [fill] says how many bytes these are. *)

  val listen : t -> header_size:int -> (Cstruct.t -> unit Lwt.t) -> (unit, error) result Lwt.t
  (** Calls a function for each frame that is received. *)

  val mac : t -> Macaddr.t
  (** The address of the device. *)

  val mtu : t -> int
  (** The most that a frame can carry, without its header. *)

  val get_stats_counters : t -> stats
  (** What it has received and transmitted since the last reset. *)

  val reset_stats_counters : t -> unit
  (** Sets the counters to 0. *)
end

(** Keeping the counters. *)
module Stats : sig
  val create : unit -> stats
  (** All counters at 0. *)

  val rx : stats -> int64 -> unit
  (** A frame of so many bytes was received. *)

  val tx : stats -> int64 -> unit
  (** A frame of so many bytes was transmitted. *)

  val reset : stats -> unit
  (** Sets the counters to 0. *)
end
