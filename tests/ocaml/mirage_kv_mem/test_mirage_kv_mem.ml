(* A clock that is a day later whenever it is asked. *)
module Clock = struct
  let days = ref 0

  let now_d_ps () =
    incr days;
    (!days, 0L)

  let current_tz_offset_s () = None
  let period_d_ps () = None
end

module Store = Mirage_kv_mem.Make (Clock)
module _ : Mirage_kv.RW = Store
module Key = Mirage_kv.Key

let run = Lwt_main.run
let key = Key.v
let int = Optint.Int63.of_int

let show pp ok = function Ok value -> ok value | Error error -> Format.asprintf "%a" pp error
let is what expected actual = Check.equal Check.string what ~expected actual
let get store path = show Store.pp_error Fun.id (run (Store.get store (key path)))
let written result = show Store.pp_write_error (fun () -> "done") (run result)

let listed store path =
  let entry (path, kind) =
    Key.to_string path ^ match kind with `Value -> "" | `Dictionary -> "/"
  in
  let entries list = String.concat " " (List.map entry list) in
  show Store.pp_error entries (run (Store.list store (key path)))

let check_keys () =
  is "slashes at the beginning do not count" "/a/b" (Key.to_string (key "//a/b/"));
  is "a key is its parent and its name" "/a/b" Key.(to_string (parent (key "a/b") / basename (key "a/b")));
  is "the parent of nothing" "/" Key.(to_string (parent empty));
  Check.raises "a name with a slash" (Invalid_argument "Mirage_kv.Key.add: a name with a slash")
    (fun () -> Key.add Key.empty "a/b")

let check_values store =
  is "a value is set" "done" (written (Store.set store (key "a/b") "one"));
  is "and read" "one" (get store "a/b");
  is "a value is replaced" "done" (written (Store.set store (key "a/b") "two"));
  is "what is not there" "/x is not there" (get store "x");
  is "a dictionary is no value" "/a is not a value" (get store "a");
  is "a value is no dictionary" "/a/b/c is not a dictionary" (get store "a/b/c");
  is "nothing is set below a value" "/a/b/c is not a dictionary"
    (written (Store.set store (key "a/b/c") ""));
  is "nothing is set in place of a dictionary" "/a is not a value" (written (Store.set store (key "a") ""));
  is "what failed changed nothing" "two" (get store "a/b")

let check_parts store =
  let part offset length =
    show Store.pp_error Fun.id (run (Store.get_partial store (key "a/b") ~offset:(int offset) ~length))
  in
  is "a part" "wo" (part 1 2);
  is "a part beyond the end" "o" (part 2 9);
  is "a part after the end" "" (part 7 1);
  is "a part is replaced" "done" (written (Store.set_partial store (key "a/b") ~offset:(int 2) "gether"));
  is "the value is longer" "twgether" (get store "a/b");
  is "no part of nothing" "/x is not there" (written (Store.set_partial store (key "x") ~offset:(int 0) ""));
  is "room is made" "done" (written (Store.allocate store (key "room") (int 3)));
  is "it is zeros" "\000\000\000" (get store "room");
  is "once" "/room is there already" (written (Store.allocate store (key "room") (int 3)))

let check_dictionaries store =
  is "set deep" "done" (written (Store.set store (key "d/e/f") "xyz"));
  is "the store" "/a/ /d/ /room" (listed store "");
  is "a list of a value" "/room is not a dictionary" (listed store "room");
  let size path = show Store.pp_error Optint.Int63.to_string (run (Store.size store (key path))) in
  is "the size of a dictionary" "3" (size "d");
  is "and of all" "14" (size "");
  let digest path = run (Store.digest store (key path)) in
  let before = digest "d" in
  Check.that "a digest is that of the content" (digest "d" = before);
  is "changed" "done" (written (Store.set store (key "d/e/f") "xyy"));
  Check.that "another content, another digest" (digest "d" <> before)

let check_moves store =
  is "moved" "done" (written (Store.rename store ~source:(key "d/e") ~dest:(key "g")));
  is "there it is" "xyy" (get store "g/f");
  is "and not here" "/d/e is not there" (listed store "d/e");
  is "into a dictionary" "done" (written (Store.rename store ~source:(key "room") ~dest:(key "g")));
  is "under its name" "/g/f /g/room" (listed store "g");
  is "not into itself" "/g cannot become /g/h, which is in it"
    (written (Store.rename store ~source:(key "g") ~dest:(key "g/h")));
  is "not below a value" "/a/b/c is not a dictionary"
    (written (Store.rename store ~source:(key "g") ~dest:(key "a/b/c")));
  is "which loses nothing" "/g/f /g/room" (listed store "g");
  is "removed" "done" (written (Store.remove store (key "g")));
  is "with all in it" "/g/f is not there" (get store "g/f");
  is "not twice" "/g is not there" (written (Store.remove store (key "g")))

let check_times store =
  let modified path = run (Store.last_modified store (key path)) in
  let before = modified "a" in
  ignore (written (Store.set store (key "a/z") "") : string);
  match (before, modified "a", modified "a/b") with
  | Ok before, Ok after, Ok other ->
      Check.that "a dictionary is as new as what is in it" (Ptime.is_later after ~than:before);
      Check.that "a value as when it was set" (Ptime.is_earlier other ~than:after)
  | _ -> Check.that "there are times" false

let check_equality () =
  let one = run (Store.connect ()) and two = run (Store.connect ()) in
  ignore (written (Store.set one (key "k") "v") : string);
  Check.that "different values" (not (Store.equal one two));
  ignore (written (Store.set two (key "k") "v") : string);
  Check.that "equal values set at different times" (Store.equal one two)

let () =
  check_keys ();
  let store = run (Store.connect ()) in
  check_values store;
  check_parts store;
  check_dictionaries store;
  check_moves store;
  check_times store;
  check_equality ()
