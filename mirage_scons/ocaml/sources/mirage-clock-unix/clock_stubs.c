#define _DEFAULT_SOURCE /* for tm_gmtoff */

#include <stdint.h>
#include <time.h>

#include <caml/alloc.h>
#include <caml/fail.h>
#include <caml/mlvalues.h>

static value nanoseconds(const struct timespec *span)
{
  return caml_copy_int64((int64_t)span->tv_sec * 1000000000 + span->tv_nsec);
}

static value now(clockid_t clock)
{
  struct timespec instant;
  if (clock_gettime(clock, &instant) != 0)
    caml_failwith("clock_gettime");
  return nanoseconds(&instant);
}

static value resolution(clockid_t clock)
{
  struct timespec span;
  if (clock_getres(clock, &span) != 0)
    caml_failwith("clock_getres");
  return nanoseconds(&span);
}

value mirage_clock_unix_realtime_ns(value unit)
{
  (void)unit;
  return now(CLOCK_REALTIME);
}

value mirage_clock_unix_realtime_period_ns(value unit)
{
  (void)unit;
  return resolution(CLOCK_REALTIME);
}

value mirage_clock_unix_monotonic_ns(value unit)
{
  (void)unit;
  return now(CLOCK_MONOTONIC);
}

value mirage_clock_unix_monotonic_period_ns(value unit)
{
  (void)unit;
  return resolution(CLOCK_MONOTONIC);
}

value mirage_clock_unix_local_offset_s(value unit)
{
  (void)unit;
  time_t instant = time(NULL);
  struct tm local;
  tzset(); /* localtime_r need not read TZ itself */
  if (localtime_r(&instant, &local) == NULL)
    caml_failwith("localtime_r");
  return Val_long(local.tm_gmtoff);
}
