module Main (_ : sig end) = struct
  let start () { Mirage_runtime.name; libraries } =
    Logs.info (fun m -> m "This is %s, made of" name);
    let line (library, version) = Logs.info (fun m -> m "  %s %s" library version) in
    List.iter line libraries;
    Lwt.return_unit
end
