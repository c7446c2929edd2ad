module type ADDRESS = sig
  type t

  val to_string : t -> string
  val of_string_exn : string -> t
end

module Address () : ADDRESS = struct
  type t = string

  let to_string = Fun.id
  let of_string_exn = Fun.id
end

module V4 = struct
  include Address ()
  module Prefix = Address ()
end

module V6 = struct
  include Address ()
  module Prefix = Address ()
end

include Address ()
