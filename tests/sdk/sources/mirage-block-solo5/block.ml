open Solo5_os.Solo5

type refusal = [ `Invalid_argument | `Unspecified_error ]
type error = [ Mirage_block.error | refusal ]
type write_error = [ Mirage_block.write_error | refusal ]

let pp_refusal ppf = function
  | `Invalid_argument -> Fmt.string ppf "Invalid argument"
  | `Unspecified_error -> Fmt.string ppf "Unspecified error"

let pp_error ppf = function
  | #Mirage_block.error as error -> Mirage_block.pp_error ppf error
  | #refusal as refusal -> pp_refusal ppf refusal

let pp_write_error ppf = function
  | #Mirage_block.write_error as error -> Mirage_block.pp_write_error ppf error
  | #refusal as refusal -> pp_refusal ppf refusal

external acquire : string -> solo5_result * int64 * int64 * int64 = "standin_block_acquire"
external read_at : int64 -> int64 -> Cstruct.buffer -> int -> int -> solo5_result = "standin_block_read"
external write_at : int64 -> int64 -> Cstruct.buffer -> int -> int -> solo5_result = "standin_block_write"

type t = { handle : int64; info : Mirage_block.info }

let result = function
  | SOLO5_R_OK -> Ok ()
  | SOLO5_R_EINVAL -> Error `Invalid_argument
  | SOLO5_R_AGAIN | SOLO5_R_EUNSPEC -> Error `Unspecified_error

let connect name =
  let answer, handle, capacity, size = acquire name in
  match result answer with
  | Ok () ->
      let size_sectors = Int64.div capacity size in
      Lwt.return { handle; info = { read_write = true; sector_size = Int64.to_int size; size_sectors } }
  | Error refusal -> Lwt.fail_with (Fmt.str "Block: connect(%s): %a" name pp_refusal refusal)

let disconnect _ = Lwt.return_unit
let get_info device = Lwt.return device.info

(* One request for each buffer: Solo5 takes a sector at a time. *)
let transfer request device sector buffers =
  let rec from offset = function
    | [] -> Ok ()
    | { Cstruct.buffer; off; len } :: rest -> (
        match result (request device.handle offset buffer off len) with
        | Ok () -> from (Int64.add offset (Int64.of_int len)) rest
        | Error _ as error -> error)
  in
  from (Int64.mul sector (Int64.of_int device.info.sector_size)) buffers

let read device sector buffers = Lwt.return (transfer read_at device sector buffers :> (unit, error) result)

let write device sector buffers =
  Lwt.return (transfer write_at device sector buffers :> (unit, write_error) result)
