(* Generators that are not random at all: what they give is known. *)
let bytes texts =
  let left = ref texts in
  fun length ->
    match !left with
    | [] -> failwith "asked for more"
    | text :: rest ->
        left := rest;
        Check.equal string_of_int "bytes asked for" ~expected:(String.length text) length;
        Cstruct.of_string text

let self = Random.State.make [| 7 |]
let random length = Cstruct.of_string (String.init length (fun _ -> Char.chr (Random.State.int self 256)))
let int what expected actual = Check.equal string_of_int what ~expected actual

let check_words () =
  int "a byte" 0xfe (Randomconv.int8 (bytes [ "\xfe" ]));
  int "two bytes" 0x01fe (Randomconv.int16 (bytes [ "\xfe\x01" ]));
  Check.equal Int32.to_string "four bytes" ~expected:0x80000001l (Randomconv.int32 (bytes [ "\x01\000\000\x80" ]));
  Check.equal Int64.to_string "eight bytes" ~expected:Int64.min_int
    (Randomconv.int64 (bytes [ "\000\000\000\000\000\000\000\x80" ]))

let eight low = low ^ String.make (8 - String.length low) '\xff'

let check_bounds () =
  int "nothing is below 1 but 0" 0 (Randomconv.int ~bound:1 (bytes [ eight "" ]));
  int "what fits is taken" 2 (Randomconv.int ~bound:3 (bytes [ eight "\xfe" ]));
  int "what is too large is drawn again" 1 (Randomconv.int ~bound:3 (bytes [ eight "\xff"; eight "\xfd" ]));
  int "the largest below a power of two" 7 (Randomconv.int ~bound:8 (bytes [ eight "" ]));
  int "the largest of all" (max_int - 1) (Randomconv.int (bytes [ eight ""; eight "\xfe" ]));
  List.iter
    (fun bound ->
      Check.raises "a bound that is not positive"
        (Invalid_argument "Randomconv.int: the bound is not positive") (fun () -> Randomconv.int ~bound random))
    [ 0; -1; min_int ]

let check_evenness () =
  let bound = 6 and rounds = 60_000 in
  let counts = Array.make bound 0 in
  for _ = 1 to rounds do
    let drawn = Randomconv.int ~bound random in
    counts.(drawn) <- counts.(drawn) + 1
  done;
  (* five standard deviations *)
  Array.iter (fun count -> Check.that "each number is as likely" (abs (count - (rounds / bound)) < 460)) counts

let check_floats () =
  let float = Check.equal string_of_float in
  float "nothing" ~expected:0. (Randomconv.float (bytes [ String.make 8 '\000' ]));
  float "one half" ~expected:0.5 (Randomconv.float (bytes [ "\000\000\000\000\000\000\000\x80" ]));
  let largest = Randomconv.float ~bound:3. (bytes [ eight "" ]) in
  Check.that "below the bound" (largest < 3. && largest > 2.999999);
  Check.that "below a tiny bound" (Randomconv.float ~bound:5e-324 (bytes [ eight "" ]) < 5e-324);
  List.iter
    (fun bound ->
      Check.raises "no bound of a float"
        (Invalid_argument "Randomconv.float: the bound is not positive and finite") (fun () ->
          Randomconv.float ~bound random))
    [ 0.; -1.; infinity; nan ]

let () =
  check_words ();
  check_bounds ();
  check_evenness ();
  check_floats ()
