// libzip, which reads archives: workbooks are archives too. Found through pkg-config (package libzip-dev).
#pragma once
#include <zip.h>
