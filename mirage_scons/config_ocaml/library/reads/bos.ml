include Bos

module OS = struct
  include OS

  let reads path = Read.opened (Fpath.to_string path)
  let noted name = ignore (Read.getenv_opt name : string option)

  module Env = struct
    include Env

    let var = Read.getenv_opt

    let opt_var name ~absent =
      noted name;
      opt_var name ~absent

    let req_var name =
      noted name;
      req_var name

    let parse name parser ~absent =
      noted name;
      parse name parser ~absent

    let value ?log name parser ~absent =
      noted name;
      value ?log name parser ~absent
  end

  module File = struct
    include File

    let exists path =
      reads path;
      exists path

    let must_exist path =
      reads path;
      must_exist path

    let read path =
      reads path;
      read path

    let read_lines path =
      reads path;
      read_lines path

    let fold_lines f first path =
      reads path;
      fold_lines f first path

    let with_ic path f value =
      reads path;
      with_ic path f value
  end
end
