/// The files of sql/, embedded into the binary: nothing has to be found on disk at run time.
#pragma once

#include <stddef.h>

struct csql_file {
    const char *kind;  // migrations, queries or views
    const char *name;  // file name without .sql
    const char *text;  // UTF-8, NUL-terminated
    size_t length;     // bytes without the NUL
};

/// All files, ordered by kind and name; `*count` says how many.
const struct csql_file *csql_catalog(int *count);
