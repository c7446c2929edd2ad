open Mirage

(* Each language is a module, and a value: this configuration is run by OCaml itself. *)
module type LANGUAGE = sig val code : string val hello : string end

let english = (module struct let code = "en" let hello = "Hello" end : LANGUAGE)
let french = (module struct let code = "fr" let hello = "Salut" end : LANGUAGE)
let german = (module struct let code = "de" let hello = "Hallo" end : LANGUAGE)
let languages = List.map (fun (module L : LANGUAGE) -> (L.code, L.hello)) [ english; french; german ]

let language =
  let parse word =
    let known = String.concat ", " (List.map fst languages) in
    if List.mem_assoc word languages then Ok word else Error (`Msg ("expected one of " ^ known))
  in
  let conv = Cmdliner.Arg.conv (parse, Format.pp_print_string) in
  let serialize ppf word = Format.fprintf ppf "%S" (List.assoc word languages) in
  Key.Arg.conv ~conv ~serialize ~runtime_conv:"Cmdliner.Arg.string"

let greeting =
  let doc = "The language of the greeting." in
  Key.(create "greeting" Arg.(opt ~stage:`Configure language "en" (info ~doc [ "language" ])))

let () = register "config-ml" [ main ~keys:[ key greeting ] "Unikernel.Hello" (job @-> job) $ noop ]
