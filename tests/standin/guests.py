"""Guests in C."""

from __future__ import annotations

_HEAD = """\
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "solo5.h"
void _nolibc_init(uintptr_t start, size_t size);
int solo5_app_main(const struct solo5_start_info *info)
{
  _nolibc_init(info->heap_start, info->heap_size);
"""


def guest(body: str) -> str:
    """A guest that does what the body says, which finds ``info``."""
    return f"{_HEAD}  {body}\n}}\n"


ECHO = guest('printf("<%s>\\n", info->cmdline); return 0;')
"""Prints its command line."""

STATUS = guest("(void)info; return 7;")
"""Ends with status 7."""

BLOCK = guest("""
  solo5_handle_t handle, again;
  struct solo5_block_info block;
  if (solo5_block_acquire(info->cmdline, &handle, &block) != SOLO5_R_OK)
    return 1;
  printf("%d blocks of %d\\n", (int)(block.capacity / block.block_size), (int)block.block_size);
  uint8_t *data = calloc(1, block.block_size);
  uint64_t last = block.capacity - block.block_size;
  printf("read %d", solo5_block_read(handle, 0, data, block.block_size));
  printf(" %.5s\\n", (char *)data);
  strcpy((char *)data, "from the guest");
  printf("write %d\\n", solo5_block_write(handle, last, data, block.block_size));
  printf("beyond %d\\n", solo5_block_write(handle, block.capacity, data, block.block_size));
  printf("part %d\\n", solo5_block_read(handle, 0, data, block.block_size / 2));
  printf("askew %d\\n", solo5_block_read(handle, 1, data, block.block_size));
  printf("again %d\\n", solo5_block_acquire(info->cmdline, &again, &block));
  return 0;
""")
"""Reads and writes the block device that its command line names."""

NET = guest("""
  solo5_handle_t handle;
  struct solo5_net_info net;
  uint8_t frame[1514] = {0};
  size_t size;
  if (solo5_net_acquire(info->cmdline, &handle, &net) != SOLO5_R_OK)
    return 1;
  for (int i = 0; i < 6; i++)
    printf("%02x", net.mac_address[i]);
  printf(" %d\\n", (int)net.mtu);
  printf("write %d read %d\\n", solo5_net_write(handle, frame, 60), solo5_net_read(handle, frame, 1514, &size));
  return 0;
""")
"""Uses the network that its command line names."""
