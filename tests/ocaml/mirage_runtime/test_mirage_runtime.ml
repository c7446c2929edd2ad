module Arg = Mirage_runtime.Arg

let parse conv str =
  match Cmdliner.Arg.conv_parser conv str with
  | Ok value -> Ok (Format.asprintf "%a" (Cmdliner.Arg.conv_printer conv) value)
  | Error (`Msg message) -> Error message

let show_parse = function
  | Ok value -> "Ok " ^ value
  | Error message -> "Error " ^ message

let check_accepts conv str printed =
  Check.equal show_parse str ~expected:(Ok printed) (parse conv str)

let check_rejects conv str =
  Check.that (str ^ " is rejected") (Result.is_error (parse conv str))

(* Log thresholds *)

let check_threshold str expected =
  Check.that str (Cmdliner.Arg.conv_parser Arg.log_threshold str = Ok expected)

let check_threshold_syntax () =
  check_threshold "info" (`All, Some Logs.Info);
  check_threshold "*:debug" (`All, Some Logs.Debug);
  check_threshold "net:warning" (`Src "net", Some Logs.Warning);
  check_threshold "quiet" (`All, None);
  check_accepts Arg.log_threshold "*:error" "error";
  check_accepts Arg.log_threshold "net:app" "net:app";
  check_rejects Arg.log_threshold "net:loud";
  check_rejects Arg.log_threshold "loud";
  Check.equal show_parse "too many parts"
    ~expected:(Error "Can't parse log threshold: a:b:info")
    (parse Arg.log_threshold "a:b:info")

let net = Logs.Src.create "net"
let disk = Logs.Src.create "disk"

let check_level what expected actual =
  Check.equal Logs.level_to_string what ~expected actual

let check_set_level () =
  Mirage_runtime.set_level ~default:(Some Logs.Warning) [];
  check_level "the default" (Some Logs.Warning) (Logs.level ());
  check_level "a source's default" (Some Logs.Warning) (Logs.Src.level net);
  Mirage_runtime.set_level ~default:(Some Logs.Warning)
    [
      (`Src "net", Some Logs.Debug);
      (`All, Some Logs.Error);
      (`All, Some Logs.Info);
    ];
  check_level "the first of all" (Some Logs.Error) (Logs.level ());
  check_level "the named source" (Some Logs.Debug) (Logs.Src.level net);
  check_level "another source" (Some Logs.Error) (Logs.Src.level disk);
  Mirage_runtime.set_level ~default:(Some Logs.Info) [ (`Src "disk", None) ];
  check_level "a silenced source" None (Logs.Src.level disk);
  check_level "back to the default" (Some Logs.Info) (Logs.Src.level net)

(* Other converters *)

module Colour = struct
  type t = Red

  let of_string = function
    | "red" -> Ok Red
    | other -> Error (`Msg (other ^ " is no colour"))

  let to_string Red = "RED"
end

let check_converters () =
  check_accepts Arg.ip_address "10.0.0.2" "10.0.0.2";
  check_accepts Arg.ip_address "fc00::2" "fc00::2";
  check_accepts Arg.ipv4_address "10.0.0.2" "10.0.0.2";
  check_rejects Arg.ipv4_address "fc00::2";
  check_accepts Arg.ipv4 "10.0.0.2/24" "10.0.0.2/24";
  check_rejects Arg.ipv4 "10.0.0.2/33";
  check_accepts Arg.ipv6_address "fc00::2" "fc00::2";
  check_rejects Arg.ipv6_address "10.0.0.2";
  check_accepts Arg.ipv6 "fc00::2/64" "fc00::2/64";
  check_rejects Arg.ipv6 "fc00::2/129";
  check_accepts (Arg.of_module (module Colour)) "red" "RED";
  Check.equal show_parse "the error of a module"
    ~expected:(Error "blue is no colour")
    (parse (Arg.of_module (module Colour)) "blue");
  check_accepts (Arg.make (fun str -> Ok str) String.uppercase_ascii) "a" "A"

let check_allocation_policy () =
  List.iter
    (fun (str, policy) ->
      check_accepts Arg.allocation_policy str str;
      Check.that str
        (Cmdliner.Arg.conv_parser Arg.allocation_policy str = Ok policy))
    [
      ("next-fit", `Next_fit);
      ("first-fit", `First_fit);
      ("best-fit", `Best_fit);
    ];
  check_rejects Arg.allocation_policy "worst-fit"

(* Hooks *)

let trace = ref []
let record event = trace := event :: !trace

let check_trace what expected =
  Check.(equal (list string)) what ~expected (List.rev !trace);
  trace := []

let check_iteration_hooks what register run =
  register (fun () -> record "first");
  let registered = ref false in
  register (fun () ->
      record "second";
      if not !registered then (
        registered := true;
        register (fun () -> record "late")));
  run ();
  check_trace (what ^ ", first run") [ "second"; "first" ];
  run ();
  check_trace (what ^ ", second run") [ "late"; "second"; "first" ]

let check_exit_hooks () =
  let gate, open_gate = Lwt.wait () in
  let hook event promise () =
    record event;
    promise
  in
  Mirage_runtime.at_exit (hook "first" Lwt.return_unit);
  Mirage_runtime.at_exit (fun () ->
      record "raises";
      failwith "raised");
  Mirage_runtime.at_exit (hook "fails" (Lwt.fail_with "failed"));
  Mirage_runtime.at_exit (hook "waits" gate);
  let finished = Mirage_runtime.run_exit_hooks () in
  check_trace "before the gate opens" [ "waits" ];
  Check.that "exit hooks are pending" (Lwt.is_sleeping finished);
  Lwt.wakeup open_gate ();
  check_trace "after the gate opened" [ "fails"; "raises"; "first" ];
  Check.that "exit hooks succeed" (Lwt.state finished = Lwt.Return ())

(* The arguments of this module and of functoria-runtime declare keys alike. *)
let check_keys () =
  let key =
    Mirage_runtime.Key.create
      (Arg.opt Arg.log_threshold (`All, None) (Cmdliner.Arg.info [ "l" ]))
  in
  Mirage_runtime.with_argv
    [ Mirage_runtime.Key.term key ]
    "keys"
    [| "program"; "-l"; "net:info" |];
  Check.that "a threshold key"
    (Mirage_runtime.Key.get key = (`Src "net", Some Logs.Info));
  Check.equal string_of_int "argument_error" ~expected:64
    Mirage_runtime.argument_error

let () =
  check_threshold_syntax ();
  check_set_level ();
  check_converters ();
  check_allocation_policy ();
  Mirage_runtime.(
    check_iteration_hooks "enter" at_enter_iter run_enter_iter_hooks;
    check_iteration_hooks "leave" at_leave_iter run_leave_iter_hooks);
  check_exit_hooks ();
  check_keys ()
