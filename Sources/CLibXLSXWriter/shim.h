// libxlsxwriter, found through pkg-config (package libxlsxwriter-dev).
#pragma once
#include <xlsxwriter.h>
