external yield : int64 -> int64 = "standin_os_yield"

module Handles = Map.Make (Int64)

let waiting = ref Handles.empty

let wait_for_work_on_handle handle =
  let condition =
    match Handles.find_opt handle !waiting with
    | Some condition -> condition
    | None ->
        let condition = Lwt_condition.create () in
        waiting := Handles.add handle condition !waiting;
        condition
  in
  Lwt_condition.wait condition

let notify ready =
  let is_ready handle = Int64.logand ready (Int64.shift_left 1L (Int64.to_int handle)) <> 0L in
  Handles.iter (fun handle condition -> if is_ready handle then Lwt_condition.broadcast condition ()) !waiting

let a_while = 1_000_000_000_000L

let deadline () =
  if Lwt.paused_count () > 0 then 0L
  else
    match Time.next () with
    | Some time -> time
    | None -> Int64.add (Time.now ()) a_while

let rec run main =
  Lwt.wakeup_paused ();
  Time.wake ();
  match Lwt.poll main with
  | Some () -> ()
  | None ->
      Mirage_runtime.run_enter_iter_hooks ();
      notify (yield (deadline ()));
      Mirage_runtime.run_leave_iter_hooks ();
      run main

let () =
  at_exit (fun () ->
      Lwt.abandon_wakeups ();
      run (Mirage_runtime.run_exit_hooks ()))
