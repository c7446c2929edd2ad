module _ : Mirage_kv.RO = Static

let key = Mirage_kv.Key.v
let run = Lwt_main.run

let text store path =
  match run (Static.get store (key path)) with
  | Ok text -> text
  | Error error -> Format.asprintf "%a" Static.pp_error error

let () =
  let store = run (Static.connect ()) in
  let is what path expected = Check.equal Check.string what ~expected (text store path) in
  is "a file" "a" "one\n";
  is "every byte" "sub/b c" "quote \" back \\ nul \000 high \xff";
  is "a file that is not there" "none" "/none is not there";
  is "a directory" "sub" "/sub is not a value";
  let names =
    match run (Static.list store Mirage_kv.Key.empty) with
    | Ok entries -> List.map (fun (path, _) -> Mirage_kv.Key.to_string path) entries
    | Error _ -> []
  in
  Check.equal (Check.list Check.string) "the files" ~expected:[ "/a"; "/sub" ] names
