open Mirage

let option name doc = Key.Arg.info ~doc [ name ]

let domain_name = Key.(create "domain-name" Arg.(required string (option "domain-name" "What to resolve.")))
let nameservers = Key.(create "nameserver" Arg.(opt_all string (option "nameserver" "Whom to ask.")))
let timeout = Key.(create "timeout" Arg.(opt (some int64) None (option "timeout" "How long to wait.")))

let unikernel =
  foreign "Unikernel.Make" ~keys:Key.[ v domain_name; v nameservers ] (dns_client @-> job)

let client = generic_dns_client ~timeout ~nameservers (generic_stackv4v6 default_network)
let () = register "resolve" [ unikernel $ client ]
