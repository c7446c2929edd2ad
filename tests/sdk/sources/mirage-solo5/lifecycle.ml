let await_shutdown_request ?can_poweroff:_ ?can_reboot:_ () =
  let request, _never_resolved = Lwt.wait () in
  request
