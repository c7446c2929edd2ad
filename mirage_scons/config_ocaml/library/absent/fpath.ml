type t = Path of string

let v path = Path path
let to_string (Path path) = path
let pp ppf (Path path) = Format.pp_print_string ppf path
