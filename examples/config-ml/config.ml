open Mirage

(* A map, made by a functor of OCaml's standard library: this configuration is run by OCaml itself. *)
module Languages = Map.Make (String)

let languages = Languages.(empty |> add "en" "Hello" |> add "fr" "Salut" |> add "de" "Hallo")

let language =
  let parse word =
    let known = String.concat ", " (List.map fst (Languages.bindings languages)) in
    if Languages.mem word languages then Ok word else Error (`Msg ("expected one of " ^ known))
  in
  let conv = Cmdliner.Arg.conv (parse, Format.pp_print_string) in
  let serialize ppf word = Format.fprintf ppf "%S" (Languages.find word languages) in
  Key.Arg.conv ~conv ~serialize ~runtime_conv:"Cmdliner.Arg.string"

let greeting =
  let doc = "The language of the greeting." in
  Key.(create "greeting" Arg.(opt ~stage:`Configure language "en" (info ~doc [ "language" ])))

let () = register "config-ml" [ main ~keys:[ key greeting ] "Unikernel.Hello" (job @-> job) $ noop ]
