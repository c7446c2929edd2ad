module Wall : Mirage_clock.PCLOCK = Pclock
module Monotonic : Mirage_clock.MCLOCK = Mclock

let ps_per_day = 86_400_000_000_000_000L

let check_now () =
  let before = Unix.gettimeofday () in
  let days, ps = Wall.now_d_ps () in
  let after = Unix.gettimeofday () in
  Check.that "the rest is within a day" (ps >= 0L && ps < ps_per_day);
  let now = (float days *. 86_400.) +. (Int64.to_float ps /. 1e12) in
  (* The system's time of day has microseconds only. *)
  Check.that "between two readings of the time of day"
    (now >= before -. 1e-4 && now <= after +. 1e-4)

let check_offset zone expected =
  Unix.putenv "TZ" zone;
  Check.equal
    (Check.option string_of_int)
    ("offset of " ^ zone) ~expected:(Some expected)
    (Wall.current_tz_offset_s ())

let check_period = function
  | Some (0, ps) -> Check.that "wall clock period" (ps > 0L && ps < ps_per_day)
  | Some _ | None -> Check.that "a wall clock period under a day" false

let check_monotonic () =
  let start = Monotonic.elapsed_ns () in
  Unix.sleepf 0.01;
  let elapsed = Int64.sub (Monotonic.elapsed_ns ()) start in
  Check.that "ten milliseconds pass"
    (elapsed >= 10_000_000L && elapsed < 10_000_000_000L);
  match Monotonic.period_ns () with
  | Some ns -> Check.that "monotonic clock period" (ns > 0L)
  | None -> Check.that "a monotonic clock period" false

let () =
  check_now ();
  check_offset "UTC0" 0;
  check_offset "EAST-5:30" 19_800;
  check_offset "WEST8" (-28_800);
  check_period (Wall.period_d_ps ());
  check_monotonic ()
