type state = Between | Within | Quoted

let parse line =
  let word = Buffer.create 16 and words = ref [] in
  let finish () =
    words := Buffer.contents word :: !words;
    Buffer.clear word
  in
  let rec read state at =
    if at = String.length line then
      match state with
      | Between -> Ok (List.rev !words)
      | Within ->
          finish ();
          Ok (List.rev !words)
      | Quoted -> Error "a quote is not closed"
    else
      match (line.[at], state) with
      | '\\', _ when at + 1 = String.length line -> Error "nothing follows a backslash"
      | '\\', _ ->
          Buffer.add_char word line.[at + 1];
          read (if state = Quoted then Quoted else Within) (at + 2)
      | '"', Quoted -> read Within (at + 1)
      | '"', (Between | Within) -> read Quoted (at + 1)
      | ' ', Between -> read Between (at + 1)
      | ' ', Within ->
          finish ();
          read Between (at + 1)
      | char, _ ->
          Buffer.add_char word char;
          read (if state = Quoted then Quoted else Within) (at + 1)
  in
  read Between 0
