open Lwt.Infix

(* Says again what comes over TCP and over UDP, until somebody says "stop". *)
module Main (Stack : Tcpip.Stack.V4V6) = struct
  let stopped, stop = Lwt.wait ()

  let heard protocol address data =
    let text = String.trim (Cstruct.to_string data) in
    Logs.info (fun m -> m "%s from %a: %s" protocol Ipaddr.pp address text);
    if text = "stop" && Lwt.is_sleeping stopped then Lwt.wakeup_later stop ()

  let rec answer flow =
    Stack.TCP.read flow >>= function
    | Ok `Eof -> Stack.TCP.close flow
    | Error error ->
        Logs.warn (fun m -> m "%a" Stack.TCP.pp_error error);
        Stack.TCP.close flow
    | Ok (`Data data) -> (
        heard "TCP" (fst (Stack.TCP.dst flow)) data;
        Stack.TCP.write flow data >>= function
        | Ok () -> answer flow
        | Error error ->
            Logs.warn (fun m -> m "%a" Stack.TCP.pp_write_error error);
            Stack.TCP.close flow)

  let start stack =
    let port = Key_gen.port () in
    let udp = Stack.udp stack in
    Stack.TCP.listen (Stack.tcp stack) ~port answer;
    Stack.UDP.listen udp ~port (fun ~src ~dst:_ ~src_port data ->
        heard "UDP" src data;
        Stack.UDP.write ~src_port:port ~dst:src ~dst_port:src_port udp data >|= function
        | Ok () -> ()
        | Error error -> Logs.warn (fun m -> m "%a" Stack.UDP.pp_error error));
    Logs.info (fun m -> m "listening on port %d" port);
    Lwt.pick [ Stack.listen stack; stopped ] >>= fun () -> Stack.disconnect stack
end
