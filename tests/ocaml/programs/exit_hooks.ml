(* Ends in the way its argument names, with three exit hooks. *)
open Lwt.Infix

let hook event () = Lwt.pause () >|= fun () -> print_endline event

let main way () =
  match way with
  | "exit" -> exit 3
  | "raise" -> failwith "main"
  | _ -> Lwt.return_unit

let () =
  Mirage_runtime.at_exit (hook "first");
  Mirage_runtime.at_exit (fun () -> failwith "hook");
  Mirage_runtime.at_exit (hook "third");
  Unix_os.Main.run (Lwt.pause () >>= main Sys.argv.(1));
  print_endline "end of main";
  exit 0
