external cmdline : unit -> string = "standin_os_cmdline"

let argv () =
  match Parse_argv.parse (cmdline ()) with
  | Ok words -> Lwt.return (Array.of_list ("mirage" :: words))
  | Error problem -> Lwt.fail_with problem
