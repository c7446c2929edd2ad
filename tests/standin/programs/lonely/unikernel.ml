open Lwt.Infix

(* Says something, hears nothing. *)
module Main (Network : Mirage_net.S) (Time : Mirage_time.S) = struct
  let start network _time =
    Network.write network ~size:60 Cstruct.length >>= fun sent ->
    let heard = ref 0 in
    let listening =
      Network.listen network ~header_size:14 (fun _ ->
          incr heard;
          Lwt.return_unit)
    in
    Time.sleep_ns (Duration.of_ms 100) >>= fun () ->
    Network.disconnect network >>= fun () ->
    listening >|= fun ended ->
    let { Mirage_net.tx_pkts; tx_bytes; _ } = Network.get_stats_counters network in
    Logs.info (fun m -> m "%a: %ld frame of %Ld bytes" Macaddr.pp (Network.mac network) tx_pkts tx_bytes);
    Logs.info (fun m -> m "sent %b, ended %b, heard %d" (Result.is_ok sent) (Result.is_ok ended) !heard)
end
