(* What configurations see of functoria, with the types of functoria 4.4. *)

open Mirage_scons_core

module Type : sig
  type 'a t = 'a Type.t

  val v : 'a -> 'a t
  val ( @-> ) : 'a t -> 'b t -> ('a -> 'b) t
end

module Package : sig
  type scope = [ `Switch | `Monorepo ]
  type t = Package.t

  val v :
    ?scope:scope ->
    ?build:bool ->
    ?sublibs:string list ->
    ?libs:string list ->
    ?min:string ->
    ?max:string ->
    ?pin:string ->
    ?pin_version:string ->
    string ->
    t

  val name : t -> string
  val scope : t -> scope
  val pin : t -> (string * string) option
  val build_dependency : t -> bool
  val libraries : t -> string list
  val max_versions : t -> string list
  val min_versions : t -> string list
  val pp : ?surround:string -> Format.formatter -> t -> unit
end

module Key : sig
  module Arg : sig
    type 'a serialize = Format.formatter -> 'a -> unit
    type 'a runtime_conv = string
    type 'a converter = 'a Key.Arg.converter

    val conv :
      conv:'a Cmdliner.Arg.conv -> serialize:'a serialize -> runtime_conv:'a runtime_conv -> 'a converter

    val string : string converter
    val bool : bool converter
    val int : int converter
    val int64 : int64 converter
    val list : ?sep:char -> 'a converter -> 'a list converter
    val pair : ?sep:char -> 'a converter -> 'b converter -> ('a * 'b) converter
    val some : 'a converter -> 'a option converter

    type 'a t = 'a Key.Arg.t
    type info = Key.Arg.info

    val info : ?docs:string -> ?docv:string -> ?doc:string -> ?env:string -> string list -> info

    type stage = [ `Configure | `Run | `Both ]

    val opt : ?stage:stage -> 'a converter -> 'a -> info -> 'a t
    val required : ?stage:stage -> 'a converter -> info -> 'a option t
    val flag : ?stage:stage -> info -> bool t
    val opt_all : ?stage:stage -> 'a converter -> info -> 'a list t
  end

  type 'a key = 'a Key.key

  val create : string -> 'a Arg.t -> 'a key

  type +'a value = 'a Key.value

  val pure : 'a -> 'a value
  val ( $ ) : ('a -> 'b) value -> 'a value -> 'b value
  val map : ('a -> 'b) -> 'a value -> 'b value
  val if_ : bool value -> 'a -> 'a -> 'a value
  val match_ : 'a value -> ('a -> 'b) -> 'b value
  val default : 'a value -> 'a
  val value : 'a key -> 'a value

  type t = Key.t

  val name : t -> string
  val v : 'a key -> t
  val abstract : 'a key -> t [@@ocaml.deprecated "Write Key.v."]
  val equal : t -> t -> bool
  val hash : t -> int
  val compare : t -> t -> int
  val pp : Format.formatter -> t -> unit

  module Set : sig
    include Set.S with type elt = t and type t = Key.Set.t

    val pp : Format.formatter -> t -> unit
  end

  val of_deps : Set.t -> unit value
  val deps : 'a value -> Set.t
  val pp_deps : Format.formatter -> 'a value -> unit
  val is_runtime : t -> bool
  val is_configure : t -> bool
  val filter_stage : Arg.stage -> Set.t -> Set.t

  module Alias : sig
    type 'a t = 'a Key.Alias.t

    val add : 'b key -> ('a -> 'b option) -> 'a t -> 'a t
    val flag : Arg.info -> bool t
  end

  val alias : string -> 'a Alias.t -> 'a key
  val aliases : t -> Set.t

  type context = Key.context

  val empty_context : context
  val merge_context : default:context -> context -> context
  val add_to_context : 'a key -> 'a -> context -> context
  val mem : context -> 'a value -> bool
  val peek : context -> 'a value -> 'a option
  val eval : context -> 'a value -> 'a
  val get : context -> 'a key -> 'a
  val find : context -> 'a key -> 'a option
  val ocaml_name : t -> string
  val serialize_call : Format.formatter -> t -> unit
  val module_name : string
end

module Install : sig
  type t = Install.t

  val v : ?bin:(Fpath.t * Fpath.t) list -> ?etc:Fpath.t list -> unit -> t
  val union : t -> t -> t
  val empty : t
end

module Info : sig
  type t = Info.t

  val config_file : t -> Fpath.t
  val name : t -> string
  val output : t -> string option
  val libraries : t -> string list
  val packages : t -> Package.t list
  val keys : t -> Key.t list
  val context : t -> Key.context
  val get : t -> 'a Key.key -> 'a
end

module Dune : sig
  type stanza = Dune.stanza

  val stanza : string -> stanza
  val stanzaf : ('a, Format.formatter, unit, stanza) format4 -> 'a
end

module Action : sig
  type 'a t = 'a Action.t

  val ok : 'a -> 'a t
  val error : string -> 'a t
  val errorf : ('a, Format.formatter, unit, 'b t) format4 -> 'a
  val map : f:('a -> 'b) -> 'a t -> 'b t
  val bind : f:('a -> 'b t) -> 'a t -> 'b t
  val seq : unit t list -> unit t

  module List : sig
    val iter : f:('a -> unit t) -> 'a list -> unit t
    val map : f:('a -> 'b t) -> 'a list -> 'b list t
  end

  module Infix : sig
    val ( >>= ) : 'a t -> ('a -> 'b t) -> 'b t
    val ( >|= ) : 'a t -> ('a -> 'b) -> 'b t
  end

  module Syntax : sig
    val ( let* ) : 'a t -> ('a -> 'b t) -> 'b t
    val ( let+ ) : 'a t -> ('a -> 'b) -> 'b t
  end

  val pwd : unit -> Fpath.t t
  val is_file : Fpath.t -> bool t
  val is_dir : Fpath.t -> bool t
  val size_of : Fpath.t -> int option t
  val get_var : string -> string option t

  type channel = [ `Null | `Fmt of Format.formatter ]

  val run_cmd : ?err:channel -> ?out:channel -> Bos.Cmd.t -> unit t
  val run_cmd_out : ?err:channel -> Bos.Cmd.t -> string t
  val run_cmd_cli : Bos.Cmd.t -> unit t
  val write_file : Fpath.t -> string -> unit t
  val read_file : Fpath.t -> string t
  val ls : Fpath.t -> (Fpath.t -> bool) -> Fpath.t list t

  val with_output :
    ?mode:int -> ?append:bool -> path:Fpath.t -> purpose:string -> (Format.formatter -> 'a) -> 'a t
end

module Impl : sig
  type 'a t = 'a Impl.t
  type abstract = Impl.abstract

  val abstract : 'a t -> abstract
  val ( $ ) : ('a -> 'b) t -> 'a t -> 'b t
  val if_ : bool Key.value -> 'a t -> 'a t -> 'a t
  val match_ : 'b Key.value -> default:'a t -> ('b * 'a t) list -> 'a t
  val of_device : 'a t -> 'a t

  val v :
    ?packages:Package.t list ->
    ?packages_v:Package.t list Key.value ->
    ?keys:Key.t list ->
    ?extra_deps:abstract list ->
    ?connect:(Info.t -> string -> string list -> string) ->
    ?dune:(Info.t -> Dune.stanza list) ->
    ?configure:(Info.t -> unit Action.t) ->
    ?files:(Info.t -> Fpath.t list) ->
    string ->
    'a Type.t ->
    'a t

  val main :
    ?packages:Package.t list ->
    ?packages_v:Package.t list Key.value ->
    ?keys:Key.t list ->
    ?extra_deps:abstract list ->
    string ->
    'a Type.t ->
    'a t
end

module Device : sig
  type ('a, 'b) t = ('a, 'b) Device.t

  val v :
    ?packages:Package.t list ->
    ?packages_v:Package.t list Key.value ->
    ?install:(Info.t -> Install.t) ->
    ?install_v:(Info.t -> Install.t Key.value) ->
    ?keys:Key.t list ->
    ?extra_deps:Impl.abstract list ->
    ?connect:(Info.t -> string -> string list -> string) ->
    ?dune:(Info.t -> Dune.stanza list) ->
    ?configure:(Info.t -> unit Action.t) ->
    ?files:(Info.t -> Fpath.t list) ->
    string ->
    'a Type.t ->
    ('a, Impl.abstract) t
end

module Job : sig
  type t = Job.t
end

module Argv : sig
  type t = Argv.t
end

module DSL : sig
  type 'a typ = 'a Type.t

  val typ : 'a -> 'a typ
  val ( @-> ) : 'a typ -> 'b typ -> ('a -> 'b) typ

  type 'a impl = 'a Impl.t

  val ( $ ) : ('a -> 'b) impl -> 'a impl -> 'b impl

  type abstract_impl = Impl.abstract

  val dep : 'a impl -> abstract_impl
  val abstract : 'a impl -> abstract_impl [@@ocaml.deprecated "Write dep."]

  type 'a key = 'a Key.key
  type abstract_key = Key.t
  type context = Key.context
  type 'a value = 'a Key.value

  val key : 'a key -> Key.t
  val if_impl : bool value -> 'a impl -> 'a impl -> 'a impl
  val match_impl : 'b value -> default:'a impl -> ('b * 'a impl) list -> 'a impl

  type package = Package.t
  type scope = Package.scope

  val package :
    ?scope:scope ->
    ?build:bool ->
    ?sublibs:string list ->
    ?libs:string list ->
    ?min:string ->
    ?max:string ->
    ?pin:string ->
    ?pin_version:string ->
    string ->
    package

  type info = Info.t

  val foreign :
    ?packages:package list ->
    ?packages_v:package list value ->
    ?keys:abstract_key list ->
    ?deps:abstract_impl list ->
    string ->
    'a typ ->
    'a impl

  val main :
    ?packages:package list ->
    ?packages_v:package list value ->
    ?keys:abstract_key list ->
    ?extra_deps:abstract_impl list ->
    string ->
    'a typ ->
    'a impl

  type 'a device = ('a, abstract_impl) Device.t

  val of_device : 'a device -> 'a impl

  val impl :
    ?packages:package list ->
    ?packages_v:package list value ->
    ?install:(info -> Install.t) ->
    ?install_v:(info -> Install.t value) ->
    ?keys:abstract_key list ->
    ?extra_deps:abstract_impl list ->
    ?connect:(info -> string -> string list -> string) ->
    ?dune:(info -> Dune.stanza list) ->
    ?configure:(info -> unit Action.t) ->
    ?files:(info -> Fpath.t list) ->
    string ->
    'a typ ->
    'a impl

  type job = Job.t
end

include module type of struct
  include DSL
end

val job : job typ
val noop : job impl

type argv = Argv.t

val argv : argv typ
val sys_argv : argv impl
val keys : argv impl -> job impl
val info : info typ
val app_info : ?build_info:(string * string) list -> unit -> info impl
