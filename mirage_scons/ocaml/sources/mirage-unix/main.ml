let run main =
  Sys.set_signal Sys.sigpipe Sys.Signal_ignore;
  Lwt_main.run main

(* Lwt runs its exit hooks even when [exit] is called within the main loop. *)
let (_ : Lwt_main.Enter_iter_hooks.hook) =
  Lwt_main.Enter_iter_hooks.add_last Mirage_runtime.run_enter_iter_hooks

let (_ : Lwt_main.Leave_iter_hooks.hook) =
  Lwt_main.Leave_iter_hooks.add_last Mirage_runtime.run_leave_iter_hooks

let () = Lwt_main.at_exit Mirage_runtime.run_exit_hooks
