type write_error = [ `Closed ]

let pp_write_error ppf `Closed = Fmt.string ppf "the connection is closed"

type 'a or_eof = [ `Data of 'a | `Eof ]

let pp_or_eof pp ppf = function
  | `Data data -> pp ppf data
  | `Eof -> Fmt.string ppf "the end"

module type S = sig
  type error

  val pp_error : error Fmt.t

  type nonrec write_error = private [> write_error ]

  val pp_write_error : write_error Fmt.t

  type flow

  val read : flow -> (Cstruct.t or_eof, error) result Lwt.t
  val write : flow -> Cstruct.t -> (unit, write_error) result Lwt.t
  val writev : flow -> Cstruct.t list -> (unit, write_error) result Lwt.t
  val shutdown : flow -> [ `read | `write | `read_write ] -> unit Lwt.t
  val close : flow -> unit Lwt.t
end
