let pp_tag (Logs.Tag.V (definition, value)) ppf =
  let name = Logs.Tag.name definition in
  Format.fprintf ppf " %s=%a" name (Logs.Tag.printer definition) value

let pp_tags ppf tags = Logs.Tag.fold (fun tag () -> pp_tag tag ppf) tags ()

module Make (Clock : Mirage_clock.PCLOCK) = struct
  let pp_now ppf () =
    let tz_offset_s = Clock.current_tz_offset_s () in
    Ptime.pp_rfc3339 ?tz_offset_s () ppf (Ptime.v (Clock.now_d_ps ()))

  let pp_prefix src level header tags ppf =
    Format.fprintf ppf "%a:%a %a [%s]" pp_now () pp_tags tags Logs_fmt.pp_header
      (level, header) (Logs.Src.name src)

  let create ?(ch = Format.err_formatter) () =
    let report src level ~over k msgf =
      let finish _ =
        over ();
        k ()
      in
      msgf (fun ?header ?(tags = Logs.Tag.empty) fmt ->
          let line = "%t @[" ^^ fmt ^^ "@]@." in
          Format.kfprintf finish ch line (pp_prefix src level header tags))
    in
    { Logs.report }
end
