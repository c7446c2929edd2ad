(* Prints the values of an option that may be repeated. *)
open Functoria_runtime

let colours =
  Key.create
    (Arg.opt_all Cmdliner.Arg.string [ "red"; "blue" ]
       (Cmdliner.Arg.info [ "colour" ]))

let () =
  with_argv [ Key.term colours ] "repeated" Sys.argv;
  List.iter print_endline (Key.get colours)
