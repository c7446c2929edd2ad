module Hello (_ : sig end) = struct
  let start () =
    Logs.info (fun f -> f "%s" (Key_gen.greeting ()));
    Lwt.return_unit
end
