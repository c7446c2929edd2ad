/* All of ocaml-solo5's C library that there is here: its start. The rest is the host's C library. */

#include <stddef.h>
#include <stdint.h>

void _nolibc_init(uintptr_t heap_start, size_t heap_size)
{
  (void)heap_start, (void)heap_size;
}
