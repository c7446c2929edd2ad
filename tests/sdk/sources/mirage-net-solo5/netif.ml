open Lwt.Infix
open Solo5_os.Solo5

type error = [ Mirage_net.Net.error | `Invalid_argument | `Unspecified_error ]

let pp_error ppf = function
  | #Mirage_net.Net.error as error -> Mirage_net.Net.pp_error ppf error
  | `Invalid_argument -> Fmt.string ppf "Invalid argument"
  | `Unspecified_error -> Fmt.string ppf "Unspecified error"

external acquire : string -> solo5_result * int64 * string * int = "standin_net_acquire"
external read_into : int64 -> Cstruct.buffer -> int -> int -> solo5_result * int = "standin_net_read"
external write_from : int64 -> Cstruct.buffer -> int -> int -> solo5_result = "standin_net_write"

type t = {
  handle : int64;
  mac : Macaddr.t;
  mtu : int;
  stats : Mirage_net.stats;
  stop : unit Lwt.t * unit Lwt.u;
}

let header = 14

let connect name =
  match acquire name with
  | SOLO5_R_OK, handle, mac, mtu ->
      let mac = Macaddr.of_octets_exn mac in
      Lwt.return { handle; mac; mtu; stats = Mirage_net.Stats.create (); stop = Lwt.wait () }
  | SOLO5_R_EINVAL, _, _, _ -> Lwt.fail_with (Fmt.str "Netif: connect(%s): Invalid argument" name)
  | (SOLO5_R_AGAIN | SOLO5_R_EUNSPEC), _, _, _ ->
      Lwt.fail_with (Fmt.str "Netif: connect(%s): Unspecified error" name)

let is_stopped device = Lwt.state (fst device.stop) <> Lwt.Sleep

let disconnect device =
  if not (is_stopped device) then Lwt.wakeup_later (snd device.stop) ();
  Lwt.return_unit

let write device ~size fill =
  if size > device.mtu + header then Lwt.return (Error `Invalid_length)
  else
    let buffer = Cstruct.create size in
    let length = fill buffer in
    if length > size then Lwt.return (Error `Invalid_length)
    else
      let { Cstruct.buffer; off; _ } = buffer in
      Lwt.return
        (match write_from device.handle buffer off length with
        | SOLO5_R_OK ->
            Mirage_net.Stats.tx device.stats (Int64.of_int length);
            Ok ()
        | SOLO5_R_EINVAL -> Error `Invalid_argument
        | SOLO5_R_AGAIN | SOLO5_R_EUNSPEC -> Error `Unspecified_error)

let rec listen device ~header_size take =
  if is_stopped device then Lwt.return (Ok ())
  else
    let frame = Cstruct.create (device.mtu + header_size) in
    let { Cstruct.buffer; off; len } = frame in
    match read_into device.handle buffer off len with
    | SOLO5_R_OK, length ->
        Mirage_net.Stats.rx device.stats (Int64.of_int length);
        Lwt.async (fun () -> take (Cstruct.sub frame 0 length));
        Lwt.pause () >>= fun () -> listen device ~header_size take
    | SOLO5_R_AGAIN, _ ->
        Lwt.choose [ Solo5_os.Main.wait_for_work_on_handle device.handle; fst device.stop ] >>= fun () ->
        listen device ~header_size take
    | SOLO5_R_EINVAL, _ -> Lwt.return (Error `Invalid_argument)
    | SOLO5_R_EUNSPEC, _ -> Lwt.return (Error `Unspecified_error)

let mac device = device.mac
let mtu device = device.mtu
let get_stats_counters device = device.stats
let reset_stats_counters device = Mirage_net.Stats.reset device.stats
