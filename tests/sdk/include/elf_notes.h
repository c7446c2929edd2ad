/* The head of a note that Solo5's tools find in an image. What follows it begins at the next multiple of its alignment. */

#ifndef STANDIN_ELF_NOTES_H
#define STANDIN_ELF_NOTES_H

#include <stddef.h>
#include <stdint.h>

struct note_head {
  uint32_t name_size, content_size, type;
  char name[8];
};

#define NOTE_HEAD(note, kind) { 6, sizeof(struct note) - sizeof(struct note_head), kind, "Solo5" }
#define NOTE_IN(section_name) __attribute__((section(section_name), aligned(4), used))

#define MFT1_NOTE_TYPE 0x3154464d /* "MFT1" */
#define ABI1_NOTE_TYPE 0x31494241 /* "ABI1" */

#endif
