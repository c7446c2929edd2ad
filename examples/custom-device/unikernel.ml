module type WELCOME = sig
  type t

  val show : t -> unit Lwt.t
end

module Main (Sign : WELCOME) = struct
  let start sign = Sign.show sign
end
