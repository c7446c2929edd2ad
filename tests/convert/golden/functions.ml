open Mirage

module Options = struct
  (* All begin alike. *)
  let prefix = "app-"

  let text ?(doc = "A text.") ~usual label =
    Key.(create (prefix ^ label) Arg.(opt string usual (info ~doc [ prefix ^ label ])))
end

type wanted = { name : string; min : string option; sublibs : string list }

let wanted = [ { name = "fmt"; min = None; sublibs = [] }; { name = "arp"; min = Some "3.0.0"; sublibs = [ "mirage" ] } ]

let to_package { name; min; sublibs } =
  match sublibs with [] -> package ?min name | sublibs -> package ?min ~sublibs name

let rec jobs n device =
  if n = 0 then []
  else
    let name = Printf.sprintf "Unikernel.Main%d" n in
    (* the last comes first *)
    (main ~packages:(List.map to_package wanted) name (time @-> job) $ device) :: jobs (n - 1) device

let keys = [ Options.text ~usual:"x" "one"; Options.text ~doc:"Two." ~usual:"y" "two" ] |> List.map Key.v
let () = register ~keys "functions" (jobs 2 default_time)
