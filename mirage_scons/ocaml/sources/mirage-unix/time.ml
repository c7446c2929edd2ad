let sleep_ns ns = Lwt_unix.sleep (Duration.to_f ns)
