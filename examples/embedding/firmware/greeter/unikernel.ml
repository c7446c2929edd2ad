module Greeter (_ : sig end) = struct
  let start () =
    Logs.app (fun m -> m "%s, this is version %s" (Key_gen.greeting ()) Version.text);
    Lwt.return_unit
end
