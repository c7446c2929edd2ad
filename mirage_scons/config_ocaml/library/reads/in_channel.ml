include Stdlib.In_channel

let open_text path =
  Read.opened path;
  open_text path

let open_bin path =
  Read.opened path;
  open_bin path

let open_gen flags mode path =
  Read.opened path;
  open_gen flags mode path

let with_open_text path f =
  Read.opened path;
  with_open_text path f

let with_open_bin path f =
  Read.opened path;
  with_open_bin path f

let with_open_gen flags mode path f =
  Read.opened path;
  with_open_gen flags mode path f
