let () =
  match Lwt.state (Bootvar.argv ()) with
  | Lwt.Return argv ->
      Check.equal Check.string "the program" ~expected:Sys.argv.(0) argv.(0);
      Check.(equal (list string))
        "its arguments"
        ~expected:[ "--hello"; "a b" ]
        (List.tl (Array.to_list argv))
  | Lwt.Sleep | Lwt.Fail _ -> Check.that "the arguments are there at once" false
