/* See inject_libraries.c. */
#ifndef FAULTS_INJECT_LIBRARIES_H
#define FAULTS_INJECT_LIBRARIES_H

#include <stdbool.h>

/* From now on libcurl's allocations are FAULT_CURL_MEMORY.  Before the first use of libcurl. */
bool fault_take_curl_memory(void);

#endif
