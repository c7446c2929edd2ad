type level = App | Error | Warning | Info | Debug
