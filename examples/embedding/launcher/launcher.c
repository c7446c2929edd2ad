/* Starts one of the programs that lie beside it. */
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char *argv[]) {
  char path[4096];
  if (argc < 2 || strchr(argv[1], '/')) {
    fprintf(stderr, "launcher %s\nusage: %s greeter|beacon [ARGUMENT...]\n", VERSION, argv[0]);
    return 2;
  }
  if (snprintf(path, sizeof path, "%s/%s", dirname(strdup(argv[0])), argv[1]) >= (int)sizeof path) return 1;
  execv(path, argv + 1);
  perror(path);
  return 1;
}
