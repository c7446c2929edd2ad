module Cmd = struct
  type t = Cmd of string list

  let to_list (Cmd words) = words
end
