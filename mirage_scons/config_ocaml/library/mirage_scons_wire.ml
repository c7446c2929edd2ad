(* The conversation with the tool that reads this configuration: lines of JSON, the answers to calls and requests to run
   functions of the configuration. Bytes from 128 on are escaped as the characters of Latin 1 with these numbers. *)

type json =
  | Null
  | Bool of bool
  | Int of int
  | String of string
  | List of json list
  | Object of (string * json) list

let rec print to_ = function
  | Null -> Buffer.add_string to_ "null"
  | Bool value -> Buffer.add_string to_ (string_of_bool value)
  | Int value -> Buffer.add_string to_ (string_of_int value)
  | String value -> print_string to_ value
  | List items -> print_items to_ '[' ']' print items
  | Object fields ->
      let print_field to_ (name, value) =
        print_string to_ name;
        Buffer.add_char to_ ':';
        print to_ value
      in
      print_items to_ '{' '}' print_field fields

and print_items : 'a. Buffer.t -> char -> char -> (Buffer.t -> 'a -> unit) -> 'a list -> unit =
 fun to_ first last print items ->
  Buffer.add_char to_ first;
  List.iteri
    (fun index item ->
      if index > 0 then Buffer.add_char to_ ',';
      print to_ item)
    items;
  Buffer.add_char to_ last

and print_string to_ value =
  let print_char = function
    | ('"' | '\\') as char ->
        Buffer.add_char to_ '\\';
        Buffer.add_char to_ char
    | ' ' .. '~' as char -> Buffer.add_char to_ char
    | char -> Buffer.add_string to_ (Printf.sprintf "\\u%04x" (Char.code char))
  in
  Buffer.add_char to_ '"';
  String.iter print_char value;
  Buffer.add_char to_ '"'

(* Lines come from the tool, which writes JSON without white space: what is wrong in one is a fault of ours. *)
let parse line =
  let position = ref 0 in
  let next () =
    let char = line.[!position] in
    incr position;
    char
  in
  let is char = line.[!position] = char in
  let skip text = position := !position + String.length text in
  let string () =
    let found = Buffer.create 16 in
    let rec go () =
      match next () with
      | '"' -> Buffer.contents found
      | '\\' ->
          Buffer.add_char found (escaped ());
          go ()
      | char ->
          Buffer.add_char found char;
          go ()
    and escaped () =
      match next () with
      | 'n' -> '\n'
      | 't' -> '\t'
      | 'r' -> '\r'
      | 'b' -> '\b'
      | 'f' -> '\012'
      | 'u' ->
          let code = int_of_string ("0x" ^ String.sub line !position 4) in
          position := !position + 4;
          Char.chr code
      | char -> char
    in
    go ()
  in
  let number () =
    let start = !position in
    while match line.[!position] with '-' | '0' .. '9' -> true | _ -> false do
      incr position
    done;
    int_of_string (String.sub line start (!position - start))
  in
  let rec value () =
    match next () with
    | 'n' -> constant "ull" Null
    | 't' -> constant "rue" (Bool true)
    | 'f' -> constant "alse" (Bool false)
    | '"' -> String (string ())
    | '[' -> List (items ']' value)
    | '{' -> Object (items '}' field)
    | _ ->
        decr position;
        Int (number ())
  and constant rest value =
    skip rest;
    value
  and field () =
    skip "\"";
    let name = string () in
    skip ":";
    (name, value ())
  and items : 'a. char -> (unit -> 'a) -> 'a list =
   fun last item ->
    if not (is last) then more last item
    else (
      incr position;
      [])
  and more : 'a. char -> (unit -> 'a) -> 'a list =
   fun last item ->
    let first = item () in
    first :: (if next () = last then [] else more last item)
  in
  value ()

(* The arguments of the script, which are there once it runs: the numbers of both files, then the names of the
   configuration's own. *)
let from_tool = lazy (open_in_bin ("/dev/fd/" ^ Sys.argv.(1)))
let to_tool = lazy (open_out_bin ("/dev/fd/" ^ Sys.argv.(2)))
let files = lazy (List.tl (List.tl (List.tl (Array.to_list Sys.argv))))

let send message =
  let line = Buffer.create 200 in
  print line message;
  Buffer.add_char line '\n';
  output_string (Lazy.force to_tool) (Buffer.contents line);
  flush (Lazy.force to_tool)

(* The configuration is one phrase, whose code lies in one piece. To say which place a slot of a stack is, OCaml reads all
   that is known of the slots of the toplevel once one of these is asked for, which takes long: so slots far from one
   that is known to be of the phrase are passed over. *)
let landmark = ref 0
let widest = 1 lsl 24

let address stack index =
  let slot = Obj.repr (Printexc.get_raw_backtrace_slot stack index) in
  if Obj.is_int slot then (Obj.obj slot : int) else !landmark

let place_of stack index =
  if abs (address stack index - !landmark) > widest then None
  else Printexc.(Slot.location (convert_raw_backtrace_slot (get_raw_backtrace_slot stack index)))

(* The innermost place in the configuration among those of a stack. *)
let place stack =
  let rec find index =
    if index >= Printexc.raw_backtrace_length stack then Null
    else
      match place_of stack index with
      | Some { Printexc.filename; line_number; start_char; end_char } when List.mem filename (Lazy.force files) ->
          List [ String filename; Int line_number; Int start_char; Int end_char ]
      | _ -> find (index + 1)
  in
  find 0

let functions : (int, json list -> json) Hashtbl.t = Hashtbl.create 50

(* A function that the tool may run, as it is sent to it. *)
let function_ arity run =
  let number = Hashtbl.length functions in
  Hashtbl.add functions number run;
  Object [ ("function", Int number); ("arity", Int arity); ("at", place (Printexc.get_callstack 50)) ]

(* The tool has found something wrong, and says so itself. *)
exception Stopped

let raised exn stack =
  let what, said =
    match exn with
    | Failure said | Invalid_argument said -> ("failure", said)
    | Sys.Break -> ("break", "")
    | Stack_overflow -> ("overflow", "")
    | Stopped -> ("stopped", "")
    | exn -> ("exception", Printexc.to_string exn)
  in
  send (Object [ ("raised", String what); ("said", String said); ("at", place stack) ])

let run number arguments =
  match (Hashtbl.find functions number) arguments with
  | value -> send (Object [ ("is", value) ])
  | exception exn -> raised exn (Printexc.get_raw_backtrace ())

let rec answer () =
  match parse (input_line (Lazy.force from_tool)) with
  | Object [ ("is", value) ] -> value
  | Object [ ("stop", Null) ] -> raise Stopped
  | Object [ ("run", Int number); ("with", List arguments) ] ->
      run number arguments;
      answer ()
  | _ -> failwith "the tool says what is not understood"
  | exception End_of_file -> exit 0

(* The configuration runs as one function does, once its types are right; then functions of it are run, until the tool
   says no more. *)

let begins () =
  landmark := address (Printexc.get_callstack 2) 1;
  Sys.catch_break true;
  send (Object [ ("begins", Null) ])

let fails exn = raised exn (Printexc.get_raw_backtrace ())
let ends () = send (Object [ ("is", Null) ])
let serve () = ignore (answer ())

let call name arguments =
  let at = place (Printexc.get_callstack 50) in
  send (Object [ ("call", String name); ("with", List arguments); ("at", at) ]);
  answer ()

(* Arguments by their labels; what is not given is not sent. *)

type argument = json list

let label name put value : argument = [ List [ String name; put value ] ]
let given name put = function None -> [] | Some value -> label name put value
let it put value : argument = label "" put value
let unit : argument = [ List [ String ""; Null ] ]
let ask name arguments = call name (List.concat arguments)

(* Values of the configuration as they are sent, and as they come. *)

type 'a wire = { put : 'a -> json; take : json -> 'a }

let misread () = failwith "the tool sends a value of another type"

(* What only goes to the tool. *)
let sent put = { put; take = (fun _ -> misread ()) }

let nothing = { put = (fun () -> Null); take = ignore }
let bool = { put = (fun value -> Bool value); take = (function Bool value -> value | _ -> misread ()) }
let int = { put = (fun value -> Int value); take = (function Int value -> value | _ -> misread ()) }
let string = { put = (fun value -> String value); take = (function String value -> value | _ -> misread ()) }

let int64 =
  {
    put = (fun value -> Object [ ("int64", String (Int64.to_string value)) ]);
    take = (function Object [ ("int64", String text) ] -> Int64.of_string text | _ -> misread ());
  }

let list item =
  {
    put = (fun items -> List (List.map item.put items));
    take = (function List items -> List.map item.take items | _ -> misread ());
  }

let option item =
  {
    put =
      (fun value -> Object [ ("option", List (match value with None -> [] | Some value -> [ item.put value ])) ]);
    take =
      (function
      | Object [ ("option", List []) ] -> None
      | Object [ ("option", List [ value ]) ] -> Some (item.take value)
      | _ -> misread ());
  }

let pair first second =
  {
    put = (fun (one, other) -> Object [ ("tuple", List [ first.put one; second.put other ]) ]);
    take =
      (function
      | Object [ ("tuple", List [ one; other ]) ] -> (first.take one, second.take other) | _ -> misread ());
  }

let swapped pairs = List.map (fun (one, other) -> (other, one)) pairs

(* Constant constructors by their names; [kind] is "variant" for polymorphic ones. *)
let constructors kind names =
  {
    put = (fun value -> Object [ (kind, String (List.assoc value (swapped names))) ]);
    take =
      (function Object [ (found, String name) ] when found = kind -> List.assoc name names | _ -> misread ());
  }

let variants names = constructors "variant" names

(* What texts stand for, such as an address. *)
let written kind to_string of_string =
  {
    put = (fun value -> Object [ (kind, String (to_string value)) ]);
    take = (function Object [ (found, String text) ] when found = kind -> of_string text | _ -> misread ());
  }

(* What the tool holds: by the name that the table has for it, or by number. *)

type reference = Named of string | Numbered of int

let reference =
  {
    put = (function Named name -> Object [ ("name", String name) ] | Numbered number -> Object [ ("ref", Int number) ]);
    take = (function Object [ ("ref", Int number) ] -> Numbered number | _ -> misread ());
  }

let make name arguments = reference.take (ask name arguments)
