let all = [ "Bonjour"; "Guten Tag"; "Kaixo" ]
