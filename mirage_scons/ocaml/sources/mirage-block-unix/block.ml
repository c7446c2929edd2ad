open Lwt.Infix

type error = [ Mirage_block.error | `Beyond_end of int64 | `Not_whole_sectors of int ]
type write_error = [ Mirage_block.write_error | `Beyond_end of int64 | `Not_whole_sectors of int ]

let pp_range ppf = function
  | `Beyond_end sector -> Fmt.pf ppf "sector %Ld is beyond the end" sector
  | `Not_whole_sectors length -> Fmt.pf ppf "%d bytes are not whole sectors" length

let pp_error ppf = function
  | #Mirage_block.error as error -> Mirage_block.pp_error ppf error
  | (`Beyond_end _ | `Not_whole_sectors _) as error -> pp_range ppf error

let pp_write_error ppf = function
  | #Mirage_block.write_error as error -> Mirage_block.pp_write_error ppf error
  | (`Beyond_end _ | `Not_whole_sectors _) as error -> pp_range ppf error

type t = {
  mutable file : Lwt_unix.file_descr option;
  info : Mirage_block.info;
  lock : Lwt_mutex.t; (* a position and what is done at it belong together *)
}

let opened name =
  Lwt.catch
    (fun () -> Lwt_unix.openfile name [ Unix.O_RDWR; O_CLOEXEC ] 0 >|= fun file -> (file, true))
    (function
      | Unix.Unix_error ((EACCES | EROFS | EPERM), _, _) ->
          Lwt_unix.openfile name [ Unix.O_RDONLY; O_CLOEXEC ] 0 >|= fun file -> (file, false)
      | error -> Lwt.fail error)

let connect ?(prefered_sector_size = None) name =
  let sector_size = Option.value prefered_sector_size ~default:512 in
  opened name >>= fun (file, read_write) ->
  Lwt_unix.LargeFile.lseek file 0L Unix.SEEK_END >|= fun size ->
  let size_sectors = Int64.div size (Int64.of_int sector_size) in
  { file = Some file; info = { read_write; sector_size; size_sectors }; lock = Lwt_mutex.create () }

let disconnect device =
  match device.file with
  | None -> Lwt.return_unit
  | Some file ->
      device.file <- None;
      Lwt_unix.close file

let get_info device = Lwt.return device.info

(* [Error] for buffers that are not whole sectors within the device. *)
let check { info = { sector_size; size_sectors; _ }; _ } sector buffers =
  match List.find_opt (fun buffer -> Cstruct.length buffer mod sector_size <> 0) buffers with
  | Some buffer -> Error (`Not_whole_sectors (Cstruct.length buffer))
  | None ->
      let count = Int64.of_int (Cstruct.lenv buffers / sector_size) in
      let last = Int64.add sector count in
      if sector < 0L || last > size_sectors then Error (`Beyond_end (Int64.sub last 1L)) else Ok ()

let rec all transfer file bytes from =
  if from = Bytes.length bytes then Lwt.return_unit
  else
    transfer file bytes from (Bytes.length bytes - from) >>= function
    | 0 -> Lwt.fail End_of_file
    | count -> all transfer file bytes (from + count)

let at device file sector work =
  let position = Int64.mul sector (Int64.of_int device.info.sector_size) in
  Lwt_mutex.with_lock device.lock (fun () ->
      Lwt_unix.LargeFile.lseek file position Unix.SEEK_SET >>= fun _ -> work ())

let read device sector buffers =
  let fill file buffer =
    let bytes = Bytes.create (Cstruct.length buffer) in
    all Lwt_unix.read file bytes 0 >|= fun () ->
    Cstruct.blit_from_bytes bytes 0 buffer 0 (Bytes.length bytes)
  in
  match (device.file, check device sector buffers) with
  | None, _ -> Lwt.return (Error `Disconnected)
  | _, (Error _ as error) -> Lwt.return error
  | Some file, Ok () ->
      at device file sector (fun () -> Lwt_list.iter_s (fill file) buffers) >|= fun () -> Ok ()

let write device sector buffers =
  let drain file buffer = all Lwt_unix.write file (Cstruct.to_bytes buffer) 0 in
  match (device.file, check device sector buffers) with
  | None, _ -> Lwt.return (Error `Disconnected)
  | _ when not device.info.read_write -> Lwt.return (Error `Is_read_only)
  | _, (Error _ as error) -> Lwt.return error
  | Some file, Ok () ->
      at device file sector (fun () -> Lwt_list.iter_s (drain file) buffers) >|= fun () -> Ok ()
