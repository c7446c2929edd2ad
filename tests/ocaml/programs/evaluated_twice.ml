(* Evaluates the command line, and then another that would be an error. *)
open Functoria_runtime

let greeting =
  Key.create
    (Arg.opt Cmdliner.Arg.string "hello" (Cmdliner.Arg.info [ "greeting" ]))

let () =
  let evaluate = with_argv [ Key.term greeting ] "twice" in
  evaluate Sys.argv;
  evaluate [| "twice"; "--greeting=again"; "--unknown" |];
  print_endline (Key.get greeting)
