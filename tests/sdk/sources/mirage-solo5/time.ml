external now : unit -> int64 = "standin_os_monotonic_ns"

(* Sleepers by the time at which they wake; the number tells those of one time
   apart. *)
module Sleepers = Map.Make (struct
  type t = int64 * int

  let compare = compare
end)

let sleepers : unit Lwt.u Sleepers.t ref = ref Sleepers.empty
let count = ref 0

let deadline span =
  let start = now () in
  let sum = Int64.add start span in
  if span < 0L || sum < start then Int64.max_int else sum

let sleep_ns span =
  let promise, resolver = Lwt.task () in
  incr count;
  let key = (deadline span, !count) in
  sleepers := Sleepers.add key resolver !sleepers;
  Lwt.on_cancel promise (fun () -> sleepers := Sleepers.remove key !sleepers);
  promise

let wake () =
  let past, _, future = Sleepers.split (now (), max_int) !sleepers in
  sleepers := future;
  Sleepers.iter (fun _ resolver -> Lwt.wakeup_later resolver ()) past

let next () = Option.map (fun ((time, _), _) -> time) (Sleepers.min_binding_opt !sleepers)
