/// The files of dashboard/, embedded into the binary: nothing has to be found on disk at run time.
#pragma once

struct cdashboard_file {
    /// Below dashboard/: `templates/layout.mustache`.
    const char *name;
    const unsigned char *bytes;
    long size;
};

/// All files, by name.
const struct cdashboard_file *cdashboard_files(int *count);
