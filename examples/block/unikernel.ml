open Lwt.Infix

(* Writes a pattern to the first and the last sector and reads it again. *)
module Main (Block : Mirage_block.S) = struct
  let pattern length = Cstruct.of_string (String.init length (fun n -> Char.chr (n mod 251)))

  let failed pp error = Lwt.fail_with (Format.asprintf "%a" pp error)

  let check block size sector =
    let written = pattern size and read = Cstruct.create size in
    Block.write block sector [ written ] >>= function
    | Error error -> failed Block.pp_write_error error
    | Ok () -> (
        Block.read block sector [ read ] >>= function
        | Error error -> failed Block.pp_error error
        | Ok () ->
            let same = Cstruct.equal written read in
            Logs.info (fun m -> m "sector %Ld: %s" sector (if same then "as written" else "DIFFERENT"));
            Lwt.return_unit)

  let start block =
    Block.get_info block >>= fun info ->
    Logs.info (fun m -> m "%a" Mirage_block.pp_info info);
    let last = Int64.pred info.size_sectors in
    check block info.sector_size 0L >>= fun () ->
    check block info.sector_size last >>= fun () ->
    Block.read block info.size_sectors [ Cstruct.create info.sector_size ] >|= function
    | Ok () -> Logs.err (fun m -> m "there is something after the end")
    | Error error -> Logs.info (fun m -> m "after the end: %a" Block.pp_error error)
end
