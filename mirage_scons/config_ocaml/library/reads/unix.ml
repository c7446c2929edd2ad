include Unix

let getenv = Read.getenv

let openfile path flags mode =
  Read.opened path;
  openfile path flags mode
