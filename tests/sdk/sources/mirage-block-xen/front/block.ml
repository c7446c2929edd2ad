type error = Mirage_block.error
type write_error = Mirage_block.write_error
type t = |

let pp_error = Mirage_block.pp_error
let pp_write_error = Mirage_block.pp_write_error
let connect name = Lwt.fail_with ("Block: connect(" ^ name ^ "): the stand-in has no block devices of Xen")
let disconnect : t -> _ = function _ -> .
let get_info : t -> _ = function _ -> .
let read : t -> _ = function _ -> .
let write : t -> _ = function _ -> .
