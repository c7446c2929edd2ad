type error = [ `Disconnected ]

let pp_error ppf `Disconnected = Fmt.string ppf "the device is disconnected"

type write_error = [ error | `Is_read_only ]

let pp_write_error ppf = function
  | #error as error -> pp_error ppf error
  | `Is_read_only -> Fmt.string ppf "the device can only be read"

type info = { read_write : bool; sector_size : int; size_sectors : int64 }

let pp_info ppf { read_write; sector_size; size_sectors } =
  let mode = if read_write then "read and write" else "read only" in
  Fmt.pf ppf "%Ld sectors of %d bytes, %s" size_sectors sector_size mode

module type S = sig
  type nonrec error = private [> error ]

  val pp_error : error Fmt.t

  type nonrec write_error = private [> write_error ]

  val pp_write_error : write_error Fmt.t

  type t

  val disconnect : t -> unit Lwt.t
  val get_info : t -> info Lwt.t
  val read : t -> int64 -> Cstruct.t list -> (unit, error) result Lwt.t
  val write : t -> int64 -> Cstruct.t list -> (unit, write_error) result Lwt.t
end
