(* Has an option whose value cannot be read without an exception. Cmdliner takes
   [Failure] for a value that does not parse, so it is another one. *)
open Functoria_runtime

exception Broken

let raising =
  Cmdliner.Arg.conv ((fun _ -> raise Broken), Format.pp_print_string)

let broken =
  Key.create (Arg.opt raising "fine" (Cmdliner.Arg.info [ "broken" ]))

let () =
  with_argv [ Key.term broken ] "raising" Sys.argv;
  print_endline (Key.get broken)
