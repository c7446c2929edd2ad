/* Solo5's network devices. */

#include <caml/alloc.h>
#include <caml/bigarray.h>
#include <caml/memory.h>
#include <caml/mlvalues.h>

#include "solo5.h"

value standin_net_acquire(value name)
{
  CAMLparam1(name);
  CAMLlocal1(answer);
  solo5_handle_t handle = 0;
  struct solo5_net_info info = {{0}, 0};
  solo5_result_t result = solo5_net_acquire(String_val(name), &handle, &info);
  answer = caml_alloc_tuple(4);
  Store_field(answer, 0, Val_int(result));
  Store_field(answer, 1, caml_copy_int64(handle));
  Store_field(answer, 2, caml_alloc_initialized_string(sizeof info.mac_address, (char *)info.mac_address));
  Store_field(answer, 3, Val_long(info.mtu));
  CAMLreturn(answer);
}

static uint8_t *bytes(value buffer, value from)
{
  return (uint8_t *)Caml_ba_data_val(buffer) + Long_val(from);
}

value standin_net_read(value handle, value buffer, value from, value length)
{
  size_t size = 0;
  solo5_result_t result = solo5_net_read(Int64_val(handle), bytes(buffer, from), Long_val(length), &size);
  value answer = caml_alloc_tuple(2);
  Store_field(answer, 0, Val_int(result));
  Store_field(answer, 1, Val_long(size));
  return answer;
}

value standin_net_write(value handle, value buffer, value from, value length)
{
  return Val_int(solo5_net_write(Int64_val(handle), bytes(buffer, from), Long_val(length)));
}
