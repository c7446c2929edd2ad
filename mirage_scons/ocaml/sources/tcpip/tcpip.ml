module Ip = Ip
module Udp = Udp
module Tcp = Tcp
module Stack = Stack
