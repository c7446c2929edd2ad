open Functoria_runtime

let info name = Cmdliner.Arg.info [ name ]
let text = Cmdliner.Arg.string
let greeting = Key.create (Arg.opt text "hello" (info "greeting"))
let farewell = Key.create (Arg.opt text "bye" (info "farewell"))
let secret = Key.create (Arg.required text (info "secret"))
let loud = Key.create (Arg.flag (info "loud"))
let quiet = Key.create (Arg.flag (info "quiet"))
let colours = Key.create (Arg.opt_all text [ "red"; "blue" ] (info "colour"))
let shapes = Key.create (Arg.opt_all text [ "round" ] (info "shape"))
let port = Key.create (Arg.key ~default:80 Cmdliner.Arg.int (info "port"))
let host = Key.create (Arg.key text (info "host"))

let terms =
  Key.
    [
      term greeting;
      term farewell;
      term secret;
      term loud;
      term quiet;
      term colours;
      term shapes;
      term port;
      term host;
    ]

let check_defaults () =
  let texts = Check.(option string) in
  Check.equal texts "opt" ~expected:(Some "hello") (Key.default greeting);
  Check.equal texts "required" ~expected:None (Key.default secret);
  Check.equal texts "key without default" ~expected:None (Key.default host);
  Check.equal
    (Check.option string_of_int)
    "key with default" ~expected:(Some 80) (Key.default port);
  Check.equal
    (Check.option string_of_bool)
    "flag" ~expected:(Some false) (Key.default loud);
  Check.equal
    Check.(option (list string))
    "opt_all"
    ~expected:(Some [ "red"; "blue" ])
    (Key.default colours)

let check_too_early () =
  let too_early =
    Invalid_argument
      "Key.get: Called too early. Please delay this call after cmdliner's \
       evaluation."
  in
  Check.raises "get before evaluation" too_early (fun () -> Key.get greeting);
  Check.raises "get a flag before evaluation" too_early (fun () -> Key.get loud)

let check_values () =
  let equal = Check.equal Check.string in
  let equal_bool = Check.equal string_of_bool in
  let equal_list = Check.(equal (list string)) in
  equal "option given" ~expected:"hi" (Key.get greeting);
  equal "option not given" ~expected:"bye" (Key.get farewell);
  equal "required option" ~expected:"s3cret" (Key.get secret);
  equal "key without default" ~expected:"a.example" (Key.get host);
  equal_bool "flag given" ~expected:true (Key.get loud);
  equal_bool "flag not given" ~expected:false (Key.get quiet);
  equal_list "repeated option not given" ~expected:[ "red"; "blue" ]
    (Key.get colours);
  equal_list "repeated option given" ~expected:[ "flat"; "square" ]
    (Key.get shapes);
  Check.equal string_of_int "key with default" ~expected:80 (Key.get port)

let () =
  Check.equal string_of_int "argument_error" ~expected:64 argument_error;
  Check.equal Check.string "info" ~expected:"hello"
    { name = "hello"; libraries = [ ("lwt", "5.6.1") ] }.name;
  check_defaults ();
  check_too_early ();
  with_argv terms "keys"
    [|
      "program";
      "--greeting=hi";
      "--secret";
      "s3cret";
      "--host=a.example";
      "--loud";
      "--shape=flat";
      "--shape=square";
    |];
  check_values ()
