(** Numbers made of random bytes. Each function takes a generator, which is
    given a number of bytes and returns that many. *)

val int8 : (int -> Cstruct.t) -> int
(** From 0 to 255. *)

val int16 : (int -> Cstruct.t) -> int
(** From 0 to 65535. *)

val int32 : (int -> Cstruct.t) -> int32
(** Any number of 32 bits. *)

val int64 : (int -> Cstruct.t) -> int64
(** Any number of 64 bits. *)

val int : ?bound:int -> (int -> Cstruct.t) -> int
(** From 0 to below [bound], each as likely as any other; [bound] is [max_int]
    unless it is given.
    @raise Invalid_argument if [bound] is not positive. *)

val float : ?bound:float -> (int -> Cstruct.t) -> float
(** From 0 to below [bound], in steps of [bound] / 2{^53}; [bound] is 1 unless
    it is given.
    @raise Invalid_argument if [bound] is not positive and finite. *)
