(** What a program was built from. *)

module V1 : sig
  module Version : sig
    type t
    (** A version. *)

    val to_string : t -> string
    (** A version as its package writes it. *)
  end

  val version : unit -> Version.t option
  (** The version of the program, if it is of a package that has one. *)

  module Statically_linked_library : sig
    type t
    (** A library that is part of the program. *)

    val name : t -> string
    (** The library's public name, or its own where it has none. *)

    val version : t -> Version.t option
    (** The version of the library's package, if it is known. *)
  end

  module Statically_linked_libraries : sig
    val to_list : unit -> Statically_linked_library.t list
    (** All libraries that are part of the program. *)

    val find : name:string -> Statically_linked_library.t option
    (** The library of that name, if it is part of the program. *)
  end
end
