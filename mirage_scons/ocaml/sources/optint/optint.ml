module Int63 = struct
  type t = int

  let zero = 0
  let one = 1
  let max_int = max_int
  let add = ( + )
  let sub = ( - )
  let of_int number = number
  let to_int number = number
  let of_int64 = Int64.to_int
  let to_int64 = Int64.of_int
  let compare = Int.compare
  let equal = Int.equal
  let to_string = string_of_int
  let pp = Format.pp_print_int
end
