/* The manifest of a guest, as a note. MANIFEST_ENTRIES is defined by what solo5-elftool writes. */

#ifndef STANDIN_MFT_ABI_H
#define STANDIN_MFT_ABI_H

#include "elf_notes.h"

enum mft_type { MFT_DEV_BLOCK_BASIC = 1, MFT_DEV_NET_BASIC, MFT_RESERVED_FIRST = 1 << 30 };

struct mft_entry {
  char name[68];
  uint32_t type;
  uint64_t properties[2]; /* the tender's */
  uint64_t backing;       /* the tender's */
  uint8_t attached;       /* the tender's */
};

struct mft {
  uint32_t version, entries;
  struct mft_entry e[MANIFEST_ENTRIES];
};

struct mft_note {
  struct note_head head;
  struct mft mft;
};

_Static_assert(MANIFEST_ENTRIES <= 64, "too many entries in a manifest");
_Static_assert(sizeof(struct mft_entry) == 104, "the size of an entry");
_Static_assert(offsetof(struct mft_note, mft) == 24, "the place of the manifest in its note");

#define MANIFEST_BEGIN \
  const struct mft_note __solo5_mft1_note NOTE_IN(".note.solo5.manifest") = { \
      NOTE_HEAD(mft_note, MFT1_NOTE_TYPE), { 1, MANIFEST_ENTRIES, {
#define MANIFEST_END } } };

#endif
