module Key = struct
  type t = string list

  let empty = []
  let v text = List.filter (fun name -> name <> "") (String.split_on_char '/' text)

  let add path name =
    if String.contains name '/' then invalid_arg "Mirage_kv.Key.add: a name with a slash";
    path @ [ name ]

  let ( / ) = add
  let append = ( @ )
  let ( // ) = append
  let segments path = path
  let basename path = match List.rev path with [] -> "" | name :: _ -> name
  let parent path = match List.rev path with [] -> [] | _ :: rest -> List.rev rest
  let compare (one : t) (two : t) = Stdlib.compare one two
  let equal one two = compare one two = 0
  let to_string path = "/" ^ String.concat "/" path
  let pp ppf path = Fmt.string ppf (to_string path)
end

type key = Key.t
type error = [ `Not_found of key | `Dictionary_expected of key | `Value_expected of key ]

let pp_error ppf = function
  | `Not_found key -> Fmt.pf ppf "%a is not there" Key.pp key
  | `Dictionary_expected key -> Fmt.pf ppf "%a is not a dictionary" Key.pp key
  | `Value_expected key -> Fmt.pf ppf "%a is not a value" Key.pp key

module type RO = sig
  type nonrec error = private [> error ]

  val pp_error : error Fmt.t

  type t

  val disconnect : t -> unit Lwt.t

  type key = Key.t

  val exists : t -> key -> ([ `Value | `Dictionary ] option, error) result Lwt.t
  val get : t -> key -> (string, error) result Lwt.t

  val get_partial :
    t -> key -> offset:Optint.Int63.t -> length:int -> (string, error) result Lwt.t

  val list : t -> key -> ((key * [ `Value | `Dictionary ]) list, error) result Lwt.t
  val last_modified : t -> key -> (Ptime.t, error) result Lwt.t
  val digest : t -> key -> (string, error) result Lwt.t
  val size : t -> key -> (Optint.Int63.t, error) result Lwt.t
end

type write_error =
  [ error | `No_space | `Rename_source_prefix of key * key | `Already_present of key ]

let pp_write_error ppf = function
  | #error as error -> pp_error ppf error
  | `No_space -> Fmt.string ppf "there is no space left"
  | `Rename_source_prefix (source, dest) ->
      Fmt.pf ppf "%a cannot become %a, which is in it" Key.pp source Key.pp dest
  | `Already_present key -> Fmt.pf ppf "%a is there already" Key.pp key

module type RW = sig
  include RO

  type nonrec write_error = private [> write_error ]

  val pp_write_error : write_error Fmt.t

  val allocate :
    t -> key -> ?last_modified:Ptime.t -> Optint.Int63.t -> (unit, write_error) result Lwt.t

  val set : t -> key -> string -> (unit, write_error) result Lwt.t

  val set_partial :
    t -> key -> offset:Optint.Int63.t -> string -> (unit, write_error) result Lwt.t

  val remove : t -> key -> (unit, write_error) result Lwt.t
  val rename : t -> source:key -> dest:key -> (unit, write_error) result Lwt.t
end
