/// The files of data/personas, embedded into the binary: names, mailboxes, titles and weights by which persons and companies are told apart.
#pragma once

#include <stddef.h>

struct cpersonas_file {
    const char *name;  // file name without .csv
    const char *text;  // UTF-8, NUL-terminated
    size_t length;     // bytes without the NUL
};

/// All files; `*count` says how many.
const struct cpersonas_file *cpersonas_files(int *count);
