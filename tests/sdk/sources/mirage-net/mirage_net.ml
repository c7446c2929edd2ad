module Net = struct
  type error = [ `Invalid_length | `Disconnected ]

  let pp_error ppf = function
    | `Invalid_length -> Fmt.string ppf "invalid length"
    | `Disconnected -> Fmt.string ppf "the device is disconnected"
end

type stats = {
  mutable rx_bytes : int64;
  mutable rx_pkts : int32;
  mutable tx_bytes : int64;
  mutable tx_pkts : int32;
}

module type S = sig
  type error = private [> Net.error ]

  val pp_error : error Fmt.t

  type t

  val disconnect : t -> unit Lwt.t
  val write : t -> size:int -> (Cstruct.t -> int) -> (unit, error) result Lwt.t
  val listen : t -> header_size:int -> (Cstruct.t -> unit Lwt.t) -> (unit, error) result Lwt.t
  val mac : t -> Macaddr.t
  val mtu : t -> int
  val get_stats_counters : t -> stats
  val reset_stats_counters : t -> unit
end

module Stats = struct
  let create () = { rx_bytes = 0L; rx_pkts = 0l; tx_bytes = 0L; tx_pkts = 0l }

  let rx stats bytes =
    stats.rx_bytes <- Int64.add stats.rx_bytes bytes;
    stats.rx_pkts <- Int32.succ stats.rx_pkts

  let tx stats bytes =
    stats.tx_bytes <- Int64.add stats.tx_bytes bytes;
    stats.tx_pkts <- Int32.succ stats.tx_pkts

  let reset stats =
    stats.rx_bytes <- 0L;
    stats.rx_pkts <- 0l;
    stats.tx_bytes <- 0L;
    stats.tx_pkts <- 0l
end
