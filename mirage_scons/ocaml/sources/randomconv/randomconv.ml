let int8 generate = Cstruct.get_uint8 (generate 1) 0
let int16 generate = Cstruct.LE.get_uint16 (generate 2) 0
let int32 generate = Cstruct.LE.get_uint32 (generate 4) 0
let int64 generate = Cstruct.LE.get_uint64 (generate 8) 0

(* What is drawn from a power of two and is too large is drawn again: a
   remainder would make small numbers more likely. *)
let rec below bound mask generate =
  let drawn = Int64.to_int (int64 generate) land mask in
  if drawn < bound then drawn else below bound mask generate

let rec mask_of bound mask =
  if mask >= bound - 1 then mask else mask_of bound ((mask lsl 1) lor 1)

let int ?(bound = max_int) generate =
  if bound <= 0 then invalid_arg "Randomconv.int: the bound is not positive";
  below bound (mask_of bound 0) generate

let mantissa = 53

let float ?(bound = 1.) generate =
  if not (bound > 0. && bound < infinity) then
    invalid_arg "Randomconv.float: the bound is not positive and finite";
  let drawn = Int64.shift_right_logical (int64 generate) (64 - mantissa) in
  let share = Int64.to_float drawn *. (2. ** float_of_int (-mantissa)) in
  (* rounding may reach the bound *)
  Float.min (share *. bound) (Float.pred bound)
