include Stdlib.In_channel

let open_text path =
  opened path;
  open_text path

let open_bin path =
  opened path;
  open_bin path

let open_gen flags mode path =
  opened path;
  open_gen flags mode path

let with_open_text path f =
  opened path;
  with_open_text path f

let with_open_bin path f =
  opened path;
  with_open_bin path f

let with_open_gen flags mode path f =
  opened path;
  with_open_gen flags mode path f
