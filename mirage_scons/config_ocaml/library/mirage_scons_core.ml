(* The modules of functoria, as far as configurations name them. What is made is made by the tool; what is a function,
   a converter or a value of keys is OCaml's. Types are not checked here: functoria.mli and mirage.mli do that. *)

open Mirage_scons_wire

module Package = struct
  type scope = [ `Switch | `Monorepo ]
  type t = Package of reference

  let wire = { put = (fun (Package made) -> reference.put made); take = (fun value -> Package (reference.take value)) }
  let scope_wire : scope wire = variants [ ("Switch", `Switch); ("Monorepo", `Monorepo) ]
  let strings = list string

  let v ?scope ?build ?sublibs ?libs ?min ?max ?pin ?pin_version name =
    let bounds = [ given "min" string.put min; given "max" string.put max ] in
    let pins = [ given "pin" string.put pin; given "pin_version" string.put pin_version ] in
    let libraries = [ given "sublibs" strings.put sublibs; given "libs" strings.put libs ] in
    let kinds = [ given "scope" scope_wire.put scope; given "build" bool.put build ] in
    Package (make "package" (kinds @ libraries @ bounds @ pins @ [ it string.put name ]))

  let about take question package = take (ask ("Package." ^ question) [ it wire.put package ])
  let name = about string.take "name"
  let libraries = about strings.take "libraries"
  let min_versions = about strings.take "min_versions"
  let max_versions = about strings.take "max_versions"
  let build_dependency = about bool.take "build_dependency"
  let scope = about scope_wire.take "scope"
  let pin = about (option (pair string string)).take "pin"
  let pp ?surround:_ ppf package = Format.pp_print_string ppf (name package)
end

module Key = struct
  (* What is known of keys: for each that a value reads, what the tool sends of its value. *)
  type known = reference -> json
  type +'a value = { leaves : reference list; plain : reference option; compute : known -> 'a }

  let rec without_repetition = function
    | [] -> []
    | first :: rest -> first :: List.filter (( <> ) first) (without_repetition rest)

  let leaf reference take =
    { leaves = [ reference ]; plain = Some reference; compute = (fun known -> take (known reference)) }

  (* A value as the tool takes it: the key that it is, or the keys that it is computed of, and the function. *)
  let put_value put value =
    match value.plain with
    | Some leaf -> Object [ ("leaf", reference.put leaf) ]
    | None ->
        let run given =
          let known = List.combine value.leaves given in
          put (value.compute (fun leaf -> List.assoc leaf known))
        in
        Object [ ("of", List (List.map reference.put value.leaves)); ("value", function_ (List.length value.leaves) run) ]

  let pure constant = { leaves = []; plain = None; compute = (fun _ -> constant) }

  let both f one other =
    {
      leaves = without_repetition (one.leaves @ other.leaves);
      plain = None;
      compute = (fun known -> f (one.compute known) (other.compute known));
    }

  let map f value = { leaves = value.leaves; plain = None; compute = (fun known -> f (value.compute known)) }
  let ( $ ) f value = both (fun f value -> f value) f value
  let if_ condition one other = map (fun holds -> if holds then one else other) condition
  let match_ value f = map f value

  module Arg = struct
    type 'a serialize = Format.formatter -> 'a -> unit
    type 'a runtime_conv = string
    type 'a converter = { converter : reference; wire : 'a wire }

    let known name wire = { converter = Named ("Key.Arg." ^ name); wire }
    let string : string converter = known "string" string
    let bool : bool converter = known "bool" bool
    let int : int converter = known "int" int
    let int64 : int64 converter = known "int64" int64
    let put_converter { converter; _ } = reference.put converter
    let put_char separator = Object [ ("char", Int (Char.code separator)) ]

    let list ?sep item =
      let made = make "Key.Arg.list" [ given "sep" put_char sep; it put_converter item ] in
      { converter = made; wire = list item.wire }

    let pair ?sep one other =
      let both = [ it put_converter one; it put_converter other ] in
      { converter = make "Key.Arg.pair" (given "sep" put_char sep :: both); wire = pair one.wire other.wire }

    let some item = { converter = make "Key.Arg.some" [ it put_converter item ]; wire = option item.wire }

    (* Values of a converter of one's own stay here: the tool has their numbers, and how they are shown and written. *)
    let conv ~conv ~serialize ~runtime_conv =
      let kept = Hashtbl.create 8 in
      let parse = Cmdliner.Arg.conv_parser conv and show = Cmdliner.Arg.conv_printer conv in
      let put value =
        let number = Hashtbl.length kept in
        Hashtbl.add kept number value;
        let text printer = String (Format.asprintf "%a" printer value) in
        Object [ ("kept", Int number); ("shown", text show); ("written", text serialize) ]
      in
      let take = function Object [ ("kept", Int number) ] -> Hashtbl.find kept number | _ -> misread () in
      let read = function
        | [ String word ] -> (
            match parse word with
            | Ok value -> Object [ ("option", List [ put value ]) ]
            | Error (`Msg reason) -> String reason)
        | _ -> misread ()
      in
      let arguments = [ label "conv" (function_ 1) read; label "runtime_conv" Mirage_scons_wire.string.put runtime_conv ] in
      { converter = make "Key.Arg.conv" arguments; wire = { put; take } }

    type info = Info of reference
    type stage = [ `Configure | `Run | `Both ]
    type 'a t = { arg : reference; of_key : 'a wire }

    let put_info (Info info) = reference.put info
    let put_stage : stage -> json = (variants [ ("Configure", `Configure); ("Run", `Run); ("Both", `Both) ]).put

    let info ?docs ?docv ?doc ?env names =
      let text = Mirage_scons_wire.string.put in
      let words = [ given "docs" text docs; given "docv" text docv; given "doc" text doc; given "env" text env ] in
      Info (make "Key.Arg.info" (words @ [ it (Mirage_scons_wire.list Mirage_scons_wire.string).put names ]))

    let argument kind stage arguments info of_key =
      let all = (given "stage" put_stage stage :: arguments) @ [ it put_info info ] in
      { arg = make ("Key.Arg." ^ kind) all; of_key }

    let opt ?stage item default info =
      argument "opt" stage [ it put_converter item; it item.wire.put default ] info item.wire

    let required ?stage item info = argument "required" stage [ it put_converter item ] info (option item.wire)
    let flag ?stage info = argument "flag" stage [] info Mirage_scons_wire.bool

    let opt_all ?stage item info =
      argument "opt_all" stage [ it put_converter item ] info (Mirage_scons_wire.list item.wire)
  end

  type 'a key = { key : reference; wire : 'a wire }
  type t = Any of reference

  let put_key { key; _ } = reference.put key
  let any = { put = (fun (Any key) -> reference.put key); take = (fun value -> Any (reference.take value)) }
  let create name { Arg.arg; of_key } =
    { key = make "Key.create" [ it string.put name; it reference.put arg ]; wire = of_key }

  let v key = Any (make "Key.v" [ it put_key key ])
  let abstract = v
  let value { key; wire } = leaf key wire.take
  let about take question key = take (ask ("Key." ^ question) [ it any.put key ])
  let name = about string.take "name"
  let ocaml_name = about string.take "ocaml_name"
  let is_runtime = about bool.take "is_runtime"
  let is_configure = about bool.take "is_configure"
  let call_text = about string.take "call"
  let compare one other = String.compare (name one) (name other)
  let equal one other = bool.take (ask "Key.equal" [ it any.put one; it any.put other ])
  let hash key = Hashtbl.hash (name key)
  let pp ppf key = Format.pp_print_string ppf (name key)
  let serialize_call ppf key = Format.pp_print_string ppf (call_text key)
  let module_name = "Key_gen"

  module Set = struct
    include Stdlib.Set.Make (struct
      type nonrec t = t

      let compare = compare
    end)

    let pp ppf keys =
      Format.pp_print_list ~pp_sep:(fun ppf () -> Format.pp_print_string ppf ", ") pp ppf (elements keys)
  end

  let keys_of leaves = Set.of_list ((list any).take (ask "keys of" [ it (list reference).put leaves ]))
  let deps value = keys_of value.leaves
  let pp_deps ppf value = Set.pp ppf (deps value)
  let aliases key = Set.of_list (about (list any).take "aliases" key)

  let of_deps keys =
    { leaves = List.map (fun (Any key) -> key) (Set.elements keys); plain = None; compute = (fun _ -> ()) }

  let filter_stage stage keys =
    match stage with
    | `Both -> keys
    | `Run -> Set.filter is_runtime keys
    | `Configure -> Set.filter is_configure keys

  module Alias = struct
    type 'a t = Alias of { made : reference; flag : 'a wire }

    let flag info = Alias { made = make "Key.Alias.flag" [ it Arg.put_info info ]; flag = bool }

    let add key f (Alias { made; flag }) =
      let run = function [ value ] -> (option key.wire).put (f (flag.take value)) | _ -> misread () in
      let arguments = [ it put_key key; it (function_ 1) run; it reference.put made ] in
      Alias { made = make "Key.Alias.add" arguments; flag }
  end

  let alias name (Alias.Alias { made; flag }) =
    { key = make "Key.alias" [ it string.put name; it reference.put made ]; wire = flag }

  type context = Context of reference

  let put_context (Context context) = reference.put context
  let empty_context = Context (Named "Key.empty_context")

  (* The value in a context, whose keys the tool is asked for. *)
  let eval context value =
    match value.leaves with
    | [] -> value.compute (fun _ -> misread ())
    | leaves -> (
        match ask "values of" [ it put_context context; it (list reference).put leaves ] with
        | List given ->
            let known = List.combine leaves given in
            value.compute (fun leaf -> List.assoc leaf known)
        | _ -> misread ())

  let default value = eval empty_context value
  let mem context value = Set.for_all (fun key -> bool.take (ask "Key.is_given" [ it put_context context; it any.put key ])) (deps value)
  let peek context value = if mem context value then Some (eval context value) else None
  let get context key = eval context (value key)
  let find context key = peek context (value key)

  let add_to_context key value context =
    Context (make "Key.add_to_context" [ it put_key key; it key.wire.put value; it put_context context ])

  let merge_context ~default context =
    Context (make "Key.merge_context" [ label "default" put_context default; it put_context context ])
end

module Type = struct
  type 'a t = Type of reference

  let put (Type made) = reference.put made
  let v _ = Type (make "typ" [])
  let ( @-> ) one other = Type (make "@->" [ it put one; it put other ])
end

let path = sent (fun path -> Object [ ("path", String (Fpath.to_string path)) ])

module Install = struct
  type t = Install of reference

  let put (Install made) = reference.put made

  let v ?bin ?etc () =
    let arguments = [ given "bin" (list (pair path path)).put bin; given "etc" (list path).put etc; unit ] in
    Install (make "Install.v" arguments)

  let union one other = Install (make "Install.union" [ it put one; it put other ])
  let empty = Install (Named "Install.empty")
end

module Info = struct
  type t = Info of reference

  let wire = { put = (fun (Info info) -> reference.put info); take = (fun value -> Info (reference.take value)) }
  let about take question info = take (ask ("Info." ^ question) [ it wire.put info ])
  let name = about string.take "name"
  let output = about (option string).take "output"
  let libraries = about (list string).take "libraries"
  let packages = about (list Package.wire).take "packages"
  let keys = about (list Key.any).take "keys"
  let context = about (fun value -> Key.Context (reference.take value)) "context"
  let config_file info = Fpath.v (about string.take "config_file" info)
  let get info key = Key.get (context info) key
end

module Dune = struct
  type stanza = Stanza of string

  let stanza text = Stanza text
  let stanzaf form = Format.kasprintf stanza form
  let put (Stanza text) = Object [ ("stanza", String text) ]
end

module Action = struct
  (* What a device does when it is configured: it may ask, and the files that it writes are generated by the tool. *)
  type written = (string * string) list ref
  type 'a t = Action of (written -> ('a, string) result)
  type channel = [ `Null | `Fmt of Format.formatter ]

  let run (Action action) written = action written
  let ok value = Action (fun _ -> Ok value)
  let error said = Action (fun _ -> Error said)
  let errorf form = Format.kasprintf error form

  let bind ~f action =
    Action (fun written -> match run action written with Ok value -> run (f value) written | Error said -> Error said)

  let map ~f action = bind action ~f:(fun value -> ok (f value))

  module Infix = struct
    let ( >>= ) action f = bind ~f action
    let ( >|= ) action f = map ~f action
  end

  module Syntax = struct
    let ( let* ) action f = bind ~f action
    let ( let+ ) action f = map ~f action
  end

  open Syntax

  let rec seq = function
    | [] -> ok ()
    | first :: rest ->
        let* () = first in
        seq rest

  module List = struct
    let rec map ~f = function
      | [] -> ok []
      | first :: rest ->
          let* one = f first in
          let+ others = map ~f rest in
          one :: others

    let iter ~f items = seq (Stdlib.List.map f items)
  end

  let asked ask = Action (fun written -> try Ok (ask written) with Sys_error said -> Error said)

  let write path text written =
    written := (path, text) :: Stdlib.List.remove_assoc path !written

  let write_file path text = asked (write (Fpath.to_string path) text)

  let with_output ?mode:_ ?(append = false) ~path ~purpose:_ f =
    let print written =
      let path = Fpath.to_string path in
      let before = if append then Option.value ~default:"" (Stdlib.List.assoc_opt path !written) else "" in
      let text = Buffer.create 200 in
      let ppf = Format.formatter_of_buffer text in
      let result = f ppf in
      Format.pp_print_flush ppf ();
      write path (before ^ Buffer.contents text) written;
      result
    in
    asked print

  let text_of path =
    let channel = open_in_bin path in
    Fun.protect
      ~finally:(fun () -> close_in channel)
      (fun () -> really_input_string channel (in_channel_length channel))

  let content path =
    nothing.take (ask "opened" [ it string.put (Filename.concat (Sys.getcwd ()) path) ]);
    text_of path

  let of_file path found ask =
    let look written =
      let path = Fpath.to_string path in
      match Stdlib.List.assoc_opt path !written with Some text -> found text | None -> ask path
    in
    asked look

  let exists path = Sys.file_exists path && not (Sys.is_directory path)
  let read_file path = of_file path Fun.id content
  let is_file path = of_file path (fun _ -> true) exists
  let is_dir path = of_file path (fun _ -> false) (fun path -> Sys.file_exists path && Sys.is_directory path)

  let size_of path =
    let size text = Some (String.length text) in
    of_file path size (fun path -> if exists path then size (content path) else None)

  let ls path is_wanted =
    let names _ = Sys.readdir (Fpath.to_string path) |> Array.to_list |> Stdlib.List.sort compare in
    asked (fun written -> Stdlib.List.(filter is_wanted (map Fpath.v (names written))))

  let pwd () = asked (fun _ -> Fpath.v (Sys.getcwd ()))
  let get_var name = asked (fun _ -> (option string).take (ask "getenv" [ it string.put name ]))

  let command cmd redirection =
    let words = Bos.Cmd.to_list cmd in
    let status = Sys.command (String.concat " " (Stdlib.List.map Filename.quote words) ^ redirection) in
    if status <> 0 then
      raise (Sys_error (Printf.sprintf "%s: exited with %d" (String.concat " " words) status))

  let run_cmd ?err:_ ?out:_ cmd = asked (fun _ -> command cmd "")
  let run_cmd_cli cmd = run_cmd cmd

  let run_cmd_out ?err:_ cmd =
    let output _ =
      let path = Filename.temp_file "config" ".out" in
      Fun.protect
        ~finally:(fun () -> Sys.remove path)
        (fun () ->
          command cmd (" > " ^ Filename.quote path);
          String.trim (text_of path))
    in
    asked output

  let put action =
    let written = ref [] in
    match run action written with
    | Ok () -> Object [ ("action", (list (pair string string)).put (Stdlib.List.rev !written)) ]
    | Error said -> failwith said
end

module Impl = struct
  type 'a t = Impl of reference
  type abstract = Abstract of reference

  let put (Impl impl) = reference.put impl
  let abstract impl = Abstract (make "dep" [ it put impl ])
  let ( $ ) f impl = Impl (make "$" [ it put f; it put impl ])
  let of_device device = device

  (* Which branch is taken is found here, where the constants are. *)
  let choice index branches default =
    let arguments = [ it (Key.put_value int.put) index; it (list (sent put)).put branches; label "default" put default ] in
    Impl (make "choice" arguments)

  let if_ condition one other = choice (Key.map (fun holds -> if holds then 0 else 1) condition) [ one; other ] one

  let match_ value ~default cases =
    let rec index number constants value =
      match constants with
      | [] -> -1
      | constant :: rest -> if constant = value then number else index (number + 1) rest value
    in
    choice (Key.map (index 0 (List.map fst cases)) value) (List.map snd cases) default

  let dependencies = list (sent (fun (Abstract impl) -> reference.put impl))
  let packages = list Package.wire
  let keys = list Key.any
  let about put f = function_ 1 (function [ info ] -> put (f (Info.wire.take info)) | _ -> misread ())

  let put_connect connect =
    let run = function
      | [ info; name; args ] ->
          string.put (connect (Info.wire.take info) (string.take name) ((list string).take args))
      | _ -> misread ()
    in
    function_ 3 run

  
  let needs packages_given packages_v keys_given =
    [
      given "packages" packages.put packages_given;
      given "packages_v" (Key.put_value packages.put) packages_v;
      given "keys" keys.put keys_given;
    ]

  let made name arguments module_name typ =
    Impl (make name (arguments @ [ it string.put module_name; it Type.put typ ]))

  let main ?packages ?packages_v ?keys ?extra_deps name typ =
    made "main" (given "extra_deps" dependencies.put extra_deps :: needs packages packages_v keys) name typ

  let foreign ?packages ?packages_v ?keys ?deps name typ =
    made "foreign" (given "deps" dependencies.put deps :: needs packages packages_v keys) name typ

  let with_install ?packages ?packages_v ?install ?install_v ?keys ?extra_deps ?connect ?dune ?configure ?files name
      typ =
    let brings =
      [
        given "install" (about Install.put) install;
        given "install_v" (about (Key.put_value Install.put)) install_v;
        given "extra_deps" dependencies.put extra_deps;
        given "connect" put_connect connect;
        given "dune" (about (list (sent Dune.put)).put) dune;
        given "configure" (about Action.put) configure;
        given "files" (about (list path).put) files;
      ]
    in
    made "impl" (needs packages packages_v keys @ brings) name typ

  let v ?packages ?packages_v ?keys ?extra_deps ?connect ?dune ?configure ?files name typ =
    with_install ?packages ?packages_v ?keys ?extra_deps ?connect ?dune ?configure ?files name typ
end

module Device = struct
  type ('a, 'b) t = 'a Impl.t

  let v = Impl.with_install
end

module Job = struct
  type t = Job
end

module Argv = struct
  type t = Argv
end

module DSL = struct
  type 'a typ = 'a Type.t
  type 'a impl = 'a Impl.t
  type abstract_impl = Impl.abstract
  type 'a key = 'a Key.key
  type abstract_key = Key.t
  type context = Key.context
  type 'a value = 'a Key.value
  type package = Package.t
  type scope = Package.scope
  type info = Info.t
  type job = Job.t
  type 'a device = ('a, abstract_impl) Device.t

  let typ = Type.v
  let ( @-> ) = Type.( @-> )
  let ( $ ) = Impl.( $ )
  let dep = Impl.abstract
  let abstract = Impl.abstract
  let key = Key.v
  let if_impl = Impl.if_
  let match_impl = Impl.match_
  let package = Package.v
  let main = Impl.main
  let foreign = Impl.foreign
  let impl = Impl.with_install
  let of_device = Impl.of_device
end

include DSL

type argv = Argv.t

let job : job typ = Type.Type (Named "job")
let noop : job impl = Impl.Impl (Named "noop")
let argv : argv typ = Type.Type (Named "argv")
let sys_argv : argv impl = Impl.Impl (Named "Functoria.sys_argv")
let info : info typ = Type.Type (Named "info")
let keys (argv : argv impl) : job impl = Impl.Impl (make "Functoria.keys" [ it Impl.put argv ])

let app_info ?build_info () : info impl =
  Impl.Impl (make "Functoria.app_info" [ given "build_info" (list (pair string string)).put build_info; unit ])
