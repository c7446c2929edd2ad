(* Prints the value of an option that has to be given. *)
open Functoria_runtime

let secret =
  Key.create
    (Arg.required Cmdliner.Arg.string (Cmdliner.Arg.info [ "secret" ]))

let () =
  with_argv [ Key.term secret ] "required" Sys.argv;
  print_endline (Key.get secret)
