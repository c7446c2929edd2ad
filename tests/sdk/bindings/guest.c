/* The ground on which a stand-in image runs: an ordinary process instead of a virtual machine.

   The tender hands it everything in environment variables that begin with SOLO5_STANDIN_: CMDLINE, and for each
   device BLOCK_name ("handle descriptor capacity block-size") or NET_name ("handle mac mtu"). There are no others. Compiled once for each ABI, with ABI_TARGET
   and ABI_VERSION. */

#define _GNU_SOURCE

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "elf_notes.h"
#include "solo5.h"

struct abi_note {
  struct note_head head;
  uint32_t target, version, reserved[2];
};

const struct abi_note __solo5_abi1_note NOTE_IN(".note.solo5.abi") = {
    NOTE_HEAD(abi_note, ABI1_NOTE_TYPE), ABI_TARGET, ABI_VERSION, {0, 0}};

#ifdef NO_TENDER
/* Where no tender reads the manifest, the bindings do: they do not link without one. */
extern const char __solo5_mft1_note[];
const char *const solo5_standin_manifest __attribute__((used)) = __solo5_mft1_note;
#endif

#ifdef MACHINE_STATUS
/* A machine that halts has a status of its own, whatever the guest's is. */
static void halt(void)
{
  fflush(NULL);
  _exit(MACHINE_STATUS);
}
#endif

#define PREFIX "SOLO5_STANDIN_"
#define DEVICES 64

struct block {
  int descriptor;
  uint64_t capacity, size;
};

static struct block blocks[DEVICES];
static char acquired[DEVICES];

static const char *handed_over(const char *kind, const char *name)
{
  char variable[128];
  if (snprintf(variable, sizeof variable, PREFIX "%s_%s", kind, name) >= (int)sizeof variable)
    return NULL;
  return getenv(variable);
}

void solo5_exit(int status)
{
  exit(status);
}

void solo5_abort(void)
{
  exit(SOLO5_EXIT_ABORT);
}

static solo5_time_t now(clockid_t clock)
{
  struct timespec instant;
  clock_gettime(clock, &instant);
  return (solo5_time_t)instant.tv_sec * 1000000000 + instant.tv_nsec;
}

solo5_time_t solo5_clock_monotonic(void)
{
  return now(CLOCK_MONOTONIC);
}

solo5_time_t solo5_clock_wall(void)
{
  return now(CLOCK_REALTIME);
}

void solo5_yield(solo5_time_t deadline, solo5_handle_set_t *ready)
{
  struct timespec instant = {deadline / 1000000000, deadline % 1000000000};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &instant, NULL) == EINTR)
    continue;
  if (ready != NULL)
    *ready = 0; /* nobody is on the network */
}

void solo5_console_write(const char *buffer, size_t size)
{
  while (size > 0) {
    ssize_t written = write(STDOUT_FILENO, buffer, size);
    if (written < 0 && errno == EINTR)
      continue;
    if (written <= 0)
      return;
    buffer += written;
    size -= written;
  }
}

static int is_new(uint64_t handle)
{
  if (handle >= DEVICES || acquired[handle])
    return 0;
  return acquired[handle] = 1;
}

solo5_result_t solo5_block_acquire(const char *name, solo5_handle_t *handle, struct solo5_block_info *info)
{
  const char *value = handed_over("BLOCK", name);
  struct block block;
  if (value == NULL || sscanf(value, "%" SCNu64 " %d %" SCNu64 " %" SCNu64, handle, &block.descriptor,
                              &block.capacity, &block.size) != 4)
    return SOLO5_R_EINVAL;
  if (!is_new(*handle))
    return SOLO5_R_EINVAL;
  blocks[*handle] = block;
  info->capacity = block.capacity;
  info->block_size = block.size;
  return SOLO5_R_OK;
}

/* The block device of a handle, if one whole block of it lies at the offset. */
static const struct block *block_at(solo5_handle_t handle, solo5_off_t offset, size_t size)
{
  if (handle >= DEVICES || blocks[handle].size == 0)
    return NULL;
  const struct block *block = &blocks[handle];
  return size == block->size && offset % size == 0 && offset < block->capacity ? block : NULL;
}

solo5_result_t solo5_block_write(solo5_handle_t handle, solo5_off_t offset, const uint8_t *buffer, size_t size)
{
  const struct block *block = block_at(handle, offset, size);
  if (block == NULL)
    return SOLO5_R_EINVAL;
  return pwrite(block->descriptor, buffer, size, offset) == (ssize_t)size ? SOLO5_R_OK : SOLO5_R_EUNSPEC;
}

solo5_result_t solo5_block_read(solo5_handle_t handle, solo5_off_t offset, uint8_t *buffer, size_t size)
{
  const struct block *block = block_at(handle, offset, size);
  if (block == NULL)
    return SOLO5_R_EINVAL;
  return pread(block->descriptor, buffer, size, offset) == (ssize_t)size ? SOLO5_R_OK : SOLO5_R_EUNSPEC;
}

solo5_result_t solo5_net_acquire(const char *name, solo5_handle_t *handle, struct solo5_net_info *info)
{
  const char *value = handed_over("NET", name);
  uint8_t *mac = info->mac_address;
  if (value == NULL ||
      sscanf(value, "%" SCNu64 " %2" SCNx8 ":%2" SCNx8 ":%2" SCNx8 ":%2" SCNx8 ":%2" SCNx8 ":%2" SCNx8 " %zu", handle,
             &mac[0], &mac[1], &mac[2], &mac[3], &mac[4], &mac[5], &info->mtu) != 8)
    return SOLO5_R_EINVAL;
  return is_new(*handle) ? SOLO5_R_OK : SOLO5_R_EINVAL;
}

solo5_result_t solo5_net_write(solo5_handle_t handle, const uint8_t *buffer, size_t size)
{
  (void)handle, (void)buffer, (void)size;
  return SOLO5_R_OK; /* lost: nobody is there */
}

solo5_result_t solo5_net_read(solo5_handle_t handle, uint8_t *buffer, size_t size, size_t *read_size)
{
  (void)handle, (void)buffer, (void)size;
  *read_size = 0;
  return SOLO5_R_AGAIN;
}

/* The length of the option for the bindings that the text begins with, and of the space after it. */
static size_t bindings_option(const char *text)
{
  static const char *const levels[] = {"quiet", "error", "warn", "info", "debug"};
  static const char prefix[] = "--solo5:";
  size_t length = sizeof prefix - 1;
  if (strncmp(text, prefix, length) != 0)
    return 0;
  for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
    const char *end = text + length + strlen(levels[i]);
    if (strncmp(text + length, levels[i], strlen(levels[i])) == 0 && (*end == ' ' || *end == '\0'))
      return end + strspn(end, " ") - text;
  }
  return 0;
}

/* The command line without what is meant for the bindings. */
static const char *for_the_guest(const char *cmdline)
{
  for (size_t length; (length = bindings_option(cmdline)) > 0;)
    cmdline += length;
  return cmdline;
}

int main(void)
{
  const char *cmdline = getenv(PREFIX "CMDLINE");
  if (cmdline == NULL) {
    fputs("This is an image of the stand-in for Solo5: run it with its tender.\n", stderr);
    return 126;
  }
#ifdef MACHINE_STATUS
  atexit(halt); /* the first to be registered is the last to run */
#endif
  dup2(STDOUT_FILENO, STDERR_FILENO); /* a guest has one console */
  static char heap[1];
  struct solo5_start_info info = {for_the_guest(cmdline), (uintptr_t)heap, sizeof heap};
  solo5_exit(solo5_app_main(&info));
}
