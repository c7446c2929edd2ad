(* Reads a key before the command line is evaluated. *)
open Functoria_runtime

let greeting =
  Key.create
    (Arg.opt Cmdliner.Arg.string "hello" (Cmdliner.Arg.info [ "greeting" ]))

let () = print_endline (Key.get greeting)
