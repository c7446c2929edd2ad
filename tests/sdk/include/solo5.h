/* What a guest may ask of Solo5: the names, types and meaning of its interface for applications. */

#ifndef STANDIN_SOLO5_H
#define STANDIN_SOLO5_H

#include <stddef.h>
#include <stdint.h>

typedef enum { SOLO5_R_OK, SOLO5_R_AGAIN, SOLO5_R_EINVAL, SOLO5_R_EUNSPEC } solo5_result_t;

typedef uint64_t solo5_time_t; /* nanoseconds */
typedef uint64_t solo5_handle_t;
typedef uint64_t solo5_handle_set_t;
typedef uint64_t solo5_off_t; /* bytes */

struct solo5_start_info {
  const char *cmdline; /* all arguments in one string */
  uintptr_t heap_start;
  size_t heap_size;
};

/* The application: defined by the guest, called once. */
int solo5_app_main(const struct solo5_start_info *info);

#define SOLO5_EXIT_SUCCESS 0
#define SOLO5_EXIT_FAILURE 1
#define SOLO5_EXIT_ABORT 255

void solo5_exit(int status) __attribute__((noreturn));
void solo5_abort(void) __attribute__((noreturn));

solo5_time_t solo5_clock_monotonic(void);
solo5_time_t solo5_clock_wall(void);

/* Sleeps until the deadline, or until a network device has something to read. */
void solo5_yield(solo5_time_t deadline, solo5_handle_set_t *ready);

void solo5_console_write(const char *buffer, size_t size);

/* Devices are named as in the manifest; each can be acquired once. */

#define SOLO5_NET_ALEN 6
#define SOLO5_NET_HLEN 14

struct solo5_net_info {
  uint8_t mac_address[SOLO5_NET_ALEN];
  size_t mtu;
};

solo5_result_t solo5_net_acquire(const char *name, solo5_handle_t *handle, struct solo5_net_info *info);
solo5_result_t solo5_net_write(solo5_handle_t handle, const uint8_t *buffer, size_t size);
solo5_result_t solo5_net_read(solo5_handle_t handle, uint8_t *buffer, size_t size, size_t *read_size);

struct solo5_block_info {
  solo5_off_t capacity;
  solo5_off_t block_size;
};

/* Reads and writes are of one block, at a multiple of its size. */
solo5_result_t solo5_block_acquire(const char *name, solo5_handle_t *handle, struct solo5_block_info *info);
solo5_result_t solo5_block_write(solo5_handle_t handle, solo5_off_t offset, const uint8_t *buffer, size_t size);
solo5_result_t solo5_block_read(solo5_handle_t handle, solo5_off_t offset, uint8_t *buffer, size_t size);

#endif
