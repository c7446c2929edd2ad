module Key = Mirage_kv.Key
module Names = Map.Make (String)

type error = Mirage_kv.error

let pp_error = Mirage_kv.pp_error

type write_error = Mirage_kv.write_error

let pp_write_error = Mirage_kv.pp_write_error

type node = { content : content; modified : Ptime.t }
and content = Value of string | Dictionary of node Names.t

let ( let* ) = Result.bind

(* What is at a path, named by [whole] in errors. *)
let rec find whole path node =
  match (path, node.content) with
  | [], _ -> Ok node
  | _ :: _, Value _ -> Error (`Dictionary_expected whole)
  | name :: rest, Dictionary names -> (
      match Names.find_opt name names with
      | None -> Error (`Not_found whole)
      | Some node -> find whole rest node)

let value whole root =
  let* node = find whole (Key.segments whole) root in
  match node.content with
  | Value text -> Ok (text, node.modified)
  | Dictionary _ -> Error (`Value_expected whole)

(* The tree with what [change] makes of the node at a path, if there is one:
   [None] removes it. Dictionaries on the way are made, and dated. *)
let rec update whole now change path node =
  match (path, node) with
  | [], _ -> change node
  | _ :: _, Some { content = Value _; _ } -> Error (`Dictionary_expected whole)
  | name :: rest, (None | Some { content = Dictionary _; _ }) ->
      let names =
        match node with Some { content = Dictionary names; _ } -> names | _ -> Names.empty
      in
      let* below = update whole now change rest (Names.find_opt name names) in
      let names = Names.update name (fun _ -> below) names in
      Ok (Some { content = Dictionary names; modified = now })

let rec total node =
  match node.content with
  | Value text -> String.length text
  | Dictionary names -> Names.fold (fun _ node sum -> sum + total node) names 0

let rec digest node =
  match node.content with
  | Value text -> Digest.string ("value" ^ text)
  | Dictionary names ->
      let entry name node rest = (name ^ "/" ^ digest node) :: rest in
      Digest.string ("dictionary" ^ String.concat "\000" (Names.fold entry names []))

module Make (Clock : Mirage_clock.PCLOCK) = struct
  type nonrec error = error

  let pp_error = pp_error

  type nonrec write_error = write_error

  let pp_write_error = pp_write_error

  type t = { mutable root : node }
  type key = Key.t

  let now () = Ptime.v (Clock.now_d_ps ())
  let disconnect _ = Lwt.return_unit
  let at store key = find key (Key.segments key) store.root
  let kind node = match node.content with Value _ -> `Value | Dictionary _ -> `Dictionary

  let exists store key =
    Lwt.return (Ok (match at store key with Ok node -> Some (kind node) | Error _ -> None))

  let get store key = Lwt.return (Result.map fst (value key store.root))

  let get_partial store key ~offset ~length =
    let part (text, _) =
      let from = min (Optint.Int63.to_int offset) (String.length text) in
      String.sub text from (min length (String.length text - from))
    in
    Lwt.return (Result.map part (value key store.root))

  let list store key =
    let entries node =
      match node.content with
      | Value _ -> Error (`Dictionary_expected key)
      | Dictionary names ->
          Ok (List.map (fun (name, node) -> (Key.add key name, kind node)) (Names.bindings names))
    in
    Lwt.return (Result.bind (at store key) entries)

  let last_modified store key = Lwt.return (Result.map (fun node -> node.modified) (at store key))
  let digest store key = Lwt.return (Result.map digest (at store key))

  let size store key =
    Lwt.return (Result.map (fun node -> Optint.Int63.of_int (total node)) (at store key))

  let change store key f =
    let empty = { content = Dictionary Names.empty; modified = now () } in
    let changed = update key (now ()) f (Key.segments key) (Some store.root) in
    let keep root = store.root <- Option.value root ~default:empty in
    Lwt.return (Result.map keep changed)

  let put ?(modified = now ()) key text = function
    | Some { content = Dictionary _; _ } -> Error (`Value_expected key)
    | Some { content = Value _; _ } | None -> Ok (Some { content = Value text; modified })

  let set store key text = change store key (put key text)

  let allocate store key ?last_modified size =
    change store key (function
      | Some _ -> Error (`Already_present key)
      | None -> put ?modified:last_modified key (String.make (Optint.Int63.to_int size) '\000') None)

  let patched old offset text =
    let length = max (String.length old) (offset + String.length text) in
    let bytes = Bytes.make length '\000' in
    Bytes.blit_string old 0 bytes 0 (String.length old);
    Bytes.blit_string text 0 bytes offset (String.length text);
    Bytes.to_string bytes

  let set_partial store key ~offset text =
    change store key (function
      | Some { content = Value old; _ } ->
          put key (patched old (Optint.Int63.to_int offset) text) None
      | Some { content = Dictionary _; _ } -> Error (`Value_expected key)
      | None -> Error (`Not_found key))

  let remove store key =
    match at store key with
    | Error error -> Lwt.return (Error (error :> write_error))
    | Ok _ -> change store key (fun _ -> Ok None)

  let rec is_prefix one two =
    match (one, two) with
    | [], _ -> true
    | _, [] -> false
    | a :: one, b :: two -> String.equal a b && is_prefix one two

  let target store ~source dest =
    match at store dest with
    | Ok { content = Dictionary _; _ } -> Key.add dest (Key.basename source)
    | Ok { content = Value _; _ } | Error _ -> dest

  let rename store ~source ~dest =
    let before = store.root in
    match at store source with
    | Error error -> Lwt.return (Error (error :> write_error))
    | Ok _ when is_prefix (Key.segments source) (Key.segments dest) ->
        Lwt.return
          (if Key.equal source dest then Ok () else Error (`Rename_source_prefix (source, dest)))
    | Ok node ->
        let open Lwt.Infix in
        let dest = target store ~source dest in
        remove store source >>= fun _ ->
        change store dest (fun _ -> Ok (Some node)) >|= fun moved ->
        if Result.is_error moved then store.root <- before;
        moved

  let connect () =
    Lwt.return { root = { content = Dictionary Names.empty; modified = now () } }

  let rec values path node =
    match node.content with
    | Value text -> [ (path, text) ]
    | Dictionary names ->
        List.concat_map (fun (name, node) -> values (Key.add path name) node) (Names.bindings names)

  let all store = values Key.empty store.root
  let pp ppf store = Fmt.(list ~sep:cut (using fst Key.pp)) ppf (all store)
  let equal one two = all one = all two
end
