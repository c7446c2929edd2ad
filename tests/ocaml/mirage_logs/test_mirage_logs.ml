let noon_of_2024_02_29 = (19_782, 43_200_123_000_000_000L)

let clock offset : (module Mirage_clock.PCLOCK) =
  (module struct
    let now_d_ps () = noon_of_2024_02_29
    let current_tz_offset_s () = offset
    let period_d_ps () = None
  end)

let src = Logs.Src.create "disk"
let user = Logs.Tag.def "user" Format.pp_print_string
let size = Logs.Tag.def "size" Format.pp_print_int

let reported clock log =
  let module Clock = (val clock : Mirage_clock.PCLOCK) in
  let module Reporter = Mirage_logs.Make (Clock) in
  let buffer = Buffer.create 80 in
  let ch = Format.formatter_of_buffer buffer in
  Logs.set_reporter (Reporter.create ~ch ());
  log ();
  Buffer.contents buffer

let check ?offset expected log =
  Check.equal Check.string expected ~expected:(expected ^ "\n")
    (reported (clock offset) log)

let hello ?header ?tags level () =
  Logs.msg ~src level (fun log -> log ?header ?tags "hello %d" 1)

let check_levels () =
  check "2024-02-29T12:00:00-00:00:  [disk] hello 1" (hello Logs.App);
  check "2024-02-29T12:00:00-00:00: [ERROR] [disk] hello 1" (hello Logs.Error);
  check "2024-02-29T12:00:00-00:00: [WARNING] [disk] hello 1"
    (hello Logs.Warning);
  check "2024-02-29T12:00:00-00:00: [INFO] [disk] hello 1" (hello Logs.Info);
  check "2024-02-29T12:00:00-00:00: [DEBUG] [disk] hello 1" (hello Logs.Debug)

let check_offsets () =
  check ~offset:0 "2024-02-29T12:00:00Z: [INFO] [disk] hello 1"
    (hello Logs.Info);
  check ~offset:19_800 "2024-02-29T17:30:00+05:30: [INFO] [disk] hello 1"
    (hello Logs.Info)

let check_header_and_tags () =
  check "2024-02-29T12:00:00-00:00: [READ] [disk] hello 1"
    (hello ~header:"READ" Logs.Info);
  check "2024-02-29T12:00:00-00:00: user=mira size=5 [INFO] [disk] hello 1"
    (hello
       ~tags:Logs.Tag.(empty |> add user "mira" |> add size 5)
       Logs.Info)

let check_sources () =
  check "2024-02-29T12:00:00-00:00: [INFO] [application] no source" (fun () ->
      Logs.info (fun log -> log "no source"));
  Logs.Src.set_level src (Some Logs.Error);
  Check.equal Check.string "a silent source" ~expected:""
    (reported (clock None) (hello Logs.Info));
  Logs.Src.set_level src (Some Logs.Debug)

let check_continuation () =
  let line = "2024-02-29T12:00:00-00:00: [ERROR] [disk] broken\n" in
  let log () =
    let result =
      Logs.kmsg ~src (fun () -> "returned") Logs.Error (fun log -> log "broken")
    in
    Check.equal Check.string "continuation" ~expected:"returned" result
  in
  Check.equal Check.string "line" ~expected:line (reported (clock None) log)

let () =
  Logs.set_level (Some Logs.Debug);
  check_levels ();
  check_offsets ();
  check_header_and_tags ();
  check_sources ();
  check_continuation ()
