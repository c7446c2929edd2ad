let argv () = Lwt.return Sys.argv
