module Beacon (Clock : Mirage_clock.MCLOCK) (Time : Mirage_time.S) = struct
  let start () () =
    let began = Clock.elapsed_ns () in
    let rec beat = function
      | 0 -> Lwt.return_unit
      | left ->
        let open Lwt.Infix in
        Time.sleep_ns 100_000_000L >>= fun () ->
        let passed = Int64.sub (Clock.elapsed_ns ()) began in
        Logs.app (fun m -> m "running for %Ld ms" (Int64.div passed 1_000_000L));
        beat (left - 1)
    in
    beat 3
end
