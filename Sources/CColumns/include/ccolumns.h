/// The files of data/columns, embedded into the binary: words and weights by which columns are found.
#pragma once

#include <stddef.h>

struct ccolumns_file {
    const char *name;  // file name without .txt
    const char *text;  // UTF-8, NUL-terminated
    size_t length;     // bytes without the NUL
};

/// All files; `*count` says how many.
const struct ccolumns_file *ccolumns_files(int *count);
