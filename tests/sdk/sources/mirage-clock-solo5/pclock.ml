external now_ns : unit -> int64 = "standin_clock_wall_ns"

let ns_per_day = 86_400_000_000_000L

let now_d_ps () =
  let now = now_ns () in
  (Int64.to_int (Int64.div now ns_per_day), Int64.mul (Int64.rem now ns_per_day) 1_000L)

let current_tz_offset_s () = None
let period_d_ps () = None
