/// The files of templates/, embedded into the binary: nothing has to be found on disk at run time.
#pragma once

/// All of them as one JSON array: UTF-8, NUL-terminated.
const char *ctemplates(void);
