module Arg = struct
  type 'a conv = {
    parser : string -> ('a, [ `Msg of string ]) result;
    printer : Format.formatter -> 'a -> unit;
  }

  let conv_parser { parser; _ } = parser
  let conv_printer { printer; _ } = printer
end
