open Lwt.Infix
module Time : Mirage_time.S = Unix_os.Time

let elapsed_ms f =
  let start = Mclock.elapsed_ns () in
  f ();
  Duration.to_ms (Int64.sub (Mclock.elapsed_ns ()) start)

let check_sleep () =
  let ms =
    elapsed_ms (fun () -> Unix_os.Main.run (Time.sleep_ns (Duration.of_ms 30)))
  in
  Check.that "sleeps for as long as asked" (ms >= 30 && ms < 1_000)

let check_failure () =
  Check.raises "the failure of the main promise" (Failure "main") (fun () ->
      Unix_os.Main.run (Lwt.pause () >>= fun () -> Lwt.fail_with "main"))

let check_hooks () =
  let entered = ref 0 and left = ref 0 in
  Mirage_runtime.at_enter_iter (fun () ->
      Check.equal string_of_int "left before entering again" ~expected:!entered
        !left;
      incr entered);
  Mirage_runtime.at_leave_iter (fun () -> incr left);
  Unix_os.Main.run Lwt.return_unit;
  Check.equal string_of_int "a resolved promise needs no iteration" ~expected:0
    !entered;
  Unix_os.Main.run (Lwt.pause () >>= Lwt.pause);
  Check.that "pauses iterate" (!entered >= 1);
  Check.equal string_of_int "each iteration is left" ~expected:!entered !left

let check_closed_pipe () =
  let reader, writer = Unix.pipe () in
  Unix.close reader;
  Unix_os.Main.run Lwt.return_unit;
  Check.raises "writing to a closed pipe"
    (Unix.Unix_error (Unix.EPIPE, "single_write", ""))
    (fun () -> Unix.single_write_substring writer "x" 0 1)

let check_shutdown_request () =
  Check.that "no host asks for a shutdown"
    (Lwt.is_sleeping (Unix_os.Lifecycle.await_shutdown_request ()))

let () =
  check_sleep ();
  check_failure ();
  check_hooks ();
  check_closed_pipe ();
  check_shutdown_request ()
