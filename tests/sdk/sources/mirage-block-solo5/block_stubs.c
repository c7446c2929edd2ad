/* Solo5's block devices. */

#include <caml/alloc.h>
#include <caml/bigarray.h>
#include <caml/memory.h>
#include <caml/mlvalues.h>

#include "solo5.h"

value standin_block_acquire(value name)
{
  CAMLparam1(name);
  CAMLlocal1(answer);
  solo5_handle_t handle = 0;
  struct solo5_block_info info = {0, 0};
  solo5_result_t result = solo5_block_acquire(String_val(name), &handle, &info);
  answer = caml_alloc_tuple(4);
  Store_field(answer, 0, Val_int(result));
  Store_field(answer, 1, caml_copy_int64(handle));
  Store_field(answer, 2, caml_copy_int64(info.capacity));
  Store_field(answer, 3, caml_copy_int64(info.block_size));
  CAMLreturn(answer);
}

static uint8_t *bytes(value buffer, value from)
{
  return (uint8_t *)Caml_ba_data_val(buffer) + Long_val(from);
}

value standin_block_read(value handle, value offset, value buffer, value from, value length)
{
  return Val_int(solo5_block_read(Int64_val(handle), Int64_val(offset), bytes(buffer, from), Long_val(length)));
}

value standin_block_write(value handle, value offset, value buffer, value from, value length)
{
  return Val_int(solo5_block_write(Int64_val(handle), Int64_val(offset), bytes(buffer, from), Long_val(length)));
}
