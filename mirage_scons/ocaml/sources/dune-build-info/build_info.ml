module V1 = struct
  module Version = struct
    type t = string

    let to_string version = version
  end

  let version () = Build_info_data.version

  module Statically_linked_library = struct
    type t = string * string option

    let name = fst
    let version = snd
  end

  module Statically_linked_libraries = struct
    let to_list () = Build_info_data.statically_linked_libraries

    let find ~name =
      List.find_opt
        (fun library -> Statically_linked_library.name library = name)
        (to_list ())
  end
end
