open Build_info.V1

let library name = Statically_linked_libraries.find ~name

let version name =
  match library name with
  | None -> None
  | Some library -> Option.map Version.to_string (Statically_linked_library.version library)

let names = List.map Statically_linked_library.name (Statically_linked_libraries.to_list ())

let () =
  Check.equal (Check.option Check.string) "a vendored library has its project's version"
    ~expected:(Some "3.0.0+starter") (version "mirage-time");
  Check.equal (Check.option Check.string) "so has this one" ~expected:(Some "2.9.3+starter")
    (version "dune-build-info");
  Check.that "an installed library has a version" (version "logs" <> None);
  Check.that "what is linked through another is listed" (List.mem "lwt" names);
  Check.that "each once" (List.sort_uniq compare names = List.sort compare names);
  Check.that "what is not linked is not there" (library "mirage-random" = None);
  Check.that "a program of no package has no version" (version "nothing" = None && Build_info.V1.version () = None)
