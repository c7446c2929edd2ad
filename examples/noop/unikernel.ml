module Main (_ : sig end) = struct
  let start () = Lwt.return_unit
end
