/* Where Solo5 enters the program, and what the main loop asks of Solo5. */

#include <caml/alloc.h>
#include <caml/callback.h>
#include <caml/mlvalues.h>

#include "solo5.h"

void _nolibc_init(uintptr_t heap_start, size_t heap_size);

static const char *cmdline = "";

int solo5_app_main(const struct solo5_start_info *info)
{
  static char *argv[] = {"mirage", NULL};
  _nolibc_init(info->heap_start, info->heap_size);
  cmdline = info->cmdline;
  caml_startup(argv);
  return 0;
}

value standin_os_cmdline(value unit)
{
  (void)unit;
  return caml_copy_string(cmdline);
}

value standin_os_monotonic_ns(value unit)
{
  (void)unit;
  return caml_copy_int64(solo5_clock_monotonic());
}

value standin_os_yield(value deadline)
{
  solo5_handle_set_t ready = 0;
  solo5_yield(Int64_val(deadline), &ready);
  return caml_copy_int64(ready);
}
