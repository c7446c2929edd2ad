open Lwt.Infix

let return = Lwt.return
let run t = Unix_os.Main.run t ; exit 0

module Mirage_logs_make__8 = Mirage_logs.Make(Pclock)

module Unikernel_hello__9 = Unikernel.Hello(Unix_os.Time)

let bootvar__1 = lazy (
  Bootvar.argv ()
  )

let key_gen__2 = lazy (
  let __bootvar__1 = Lazy.force bootvar__1 in
  __bootvar__1 >>= fun _bootvar__1 ->
  return Mirage_runtime.(with_argv (List.map fst Key_gen.runtime_keys) "hello" _bootvar__1)
  )

let mirage_logs_make__8 = lazy (
  let reporter = Mirage_logs_make__8.create () in
  Mirage_runtime.set_level ~default:(Some Logs.Info) (Key_gen.logs ());
  Logs.set_reporter reporter;
  Lwt.return reporter
  )

let unikernel_hello__9 = lazy (
  Unikernel_hello__9.start ()
  )

let () =
  let t =
    Lazy.force key_gen__2 >>= fun _ ->
    Lazy.force mirage_logs_make__8 >>= fun _ ->
    Lazy.force unikernel_hello__9
  in
  run t
