(** What Solo5 answers. *)

(** How a request went, in the order of the C interface. *)
type solo5_result = SOLO5_R_OK | SOLO5_R_AGAIN | SOLO5_R_EINVAL | SOLO5_R_EUNSPEC
