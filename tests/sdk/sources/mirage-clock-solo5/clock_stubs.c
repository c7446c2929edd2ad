/* Solo5's clocks. */

#include <caml/alloc.h>
#include <caml/mlvalues.h>

#include "solo5.h"

value standin_clock_wall_ns(value unit)
{
  (void)unit;
  return caml_copy_int64(solo5_clock_wall());
}

value standin_clock_monotonic_ns(value unit)
{
  (void)unit;
  return caml_copy_int64(solo5_clock_monotonic());
}
