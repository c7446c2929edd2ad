let fail what reason =
  prerr_endline (what ^ ": " ^ reason);
  exit 1

let that what holds = if not holds then fail what "does not hold"

let equal show what ~expected actual =
  if actual <> expected then
    fail what ("expected " ^ show expected ^ ", got " ^ show actual)

let raises what expected f =
  let expected = Printexc.to_string expected in
  match f () with
  | _ -> fail what ("expected the exception " ^ expected)
  | exception actual ->
      equal Fun.id what ~expected (Printexc.to_string actual)

let string = Printf.sprintf "%S"
let option show = function None -> "None" | Some x -> "Some " ^ show x
let list show xs = "[" ^ String.concat "; " (List.map show xs) ^ "]"
