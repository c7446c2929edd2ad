module Main (_ : sig end) = struct
  let start () =
    List.iter (fun line -> Logs.info (fun m -> m "%s" line)) Greetings.all;
    Lwt.return_unit
end
