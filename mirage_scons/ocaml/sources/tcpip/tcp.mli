(** TCP. *)

type error = [ `Timeout | `Refused ]
(** Why there is no connection. *)

type write_error = [ error | Mirage_flow.write_error ]
(** Why nothing can be written. *)

val pp_error : error Fmt.t
(** Prints an error. *)

val pp_write_error : write_error Fmt.t
(** Prints an error. *)

(** Probes that keep an idle connection alive. *)
module Keepalive : sig
  type t = { after : Duration.t; interval : Duration.t; probes : int }
  (** How long a connection is idle before the first probe, the time between two
      of them, and after how many without answer it is given up. *)
end

module type S = sig
  type nonrec error = private [> error ]
  type nonrec write_error = private [> write_error ]
  type ipaddr
  type flow
  type t

  val disconnect : t -> unit Lwt.t

  include
    Mirage_flow.S
      with type flow := flow
       and type error := error
       and type write_error := write_error

  val dst : flow -> ipaddr * int
  (** The other side's address and port. *)

  val src : flow -> ipaddr * int
  (** The own address and port. *)

  val write_nodelay : flow -> Cstruct.t -> (unit, write_error) result Lwt.t
  (** Writes without waiting for more to go with it. *)

  val writev_nodelay : flow -> Cstruct.t list -> (unit, write_error) result Lwt.t
  (** Writes several buffers without waiting for more to go with them. *)

  val create_connection :
    ?keepalive:Keepalive.t -> t -> ipaddr * int -> (flow, error) result Lwt.t
  (** A connection to an address and port. *)

  val listen : t -> port:int -> ?keepalive:Keepalive.t -> (flow -> unit Lwt.t) -> unit
  (** Calls a function for each connection that comes to a port from now on, in
      place of the one before.
      @raise Invalid_argument if there can be no such port. *)

  val unlisten : t -> port:int -> unit
  (** Stops listening on a port. *)

  val input : t -> src:ipaddr -> dst:ipaddr -> Cstruct.t -> unit Lwt.t
  (** Takes in a packet; what has sockets takes in none this way. *)
end
