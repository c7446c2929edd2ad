val all : string list
(** How to say hello. *)
