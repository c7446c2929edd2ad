external now_ns : unit -> int64 = "mirage_clock_unix_realtime_ns"
external resolution_ns : unit -> int64 = "mirage_clock_unix_realtime_period_ns"
external local_offset_s : unit -> int = "mirage_clock_unix_local_offset_s"

let ps_per_ns = 1_000L
let ns_per_day = 86_400_000_000_000L

(* A time before 1970 is on the day that begins before it, not after it. *)
let d_ps_of_ns ns =
  let days = Int64.div ns ns_per_day and rest = Int64.rem ns ns_per_day in
  let days, rest =
    if rest < 0L then (Int64.pred days, Int64.add rest ns_per_day)
    else (days, rest)
  in
  (Int64.to_int days, Int64.mul rest ps_per_ns)

let now_d_ps () = d_ps_of_ns (now_ns ())

let current_tz_offset_s () =
  match local_offset_s () with
  | offset -> Some offset
  | exception Failure _ -> None

let period_d_ps () =
  match resolution_ns () with
  | ns -> Some (d_ps_of_ns ns)
  | exception Failure _ -> None
