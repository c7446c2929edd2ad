module Hello (_ : sig end) = struct
  let start () =
    for _ = 1 to 4 do
      Logs.info (fun log -> log "hello")
    done;
    Lwt.return_unit
end
