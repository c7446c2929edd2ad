external elapsed_ns : unit -> int64 = "mirage_clock_unix_monotonic_ns"
external resolution_ns : unit -> int64 = "mirage_clock_unix_monotonic_period_ns"

let period_ns () =
  match resolution_ns () with ns -> Some ns | exception Failure _ -> None
