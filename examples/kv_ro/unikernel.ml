open Lwt.Infix

(* Reads every file of the directory that the configuration names. *)
module Main (Store : Mirage_kv.RO) = struct
  let rec show store path =
    Store.list store path >>= function
    | Error error ->
        Logs.err (fun m -> m "%a" Store.pp_error error);
        Lwt.return_unit
    | Ok entries ->
        Lwt_list.iter_s
          (function
            | path, `Dictionary -> show store path
            | path, `Value -> (
                Store.get store path >|= function
                | Ok text -> Logs.info (fun m -> m "%a: %S" Mirage_kv.Key.pp path text)
                | Error error -> Logs.err (fun m -> m "%a" Store.pp_error error)))
          entries

  let start store = show store Mirage_kv.Key.empty
end
