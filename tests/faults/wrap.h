/* A function that the linker puts in another's place by --wrap. */
#ifndef FAULTS_WRAP_H
#define FAULTS_WRAP_H

/* WRAP(int, close, int fd) { ... __real_close(fd) ... } */
#define WRAP(type, name, ...)        \
    type __real_##name(__VA_ARGS__); \
    type __wrap_##name(__VA_ARGS__); \
    type __wrap_##name(__VA_ARGS__)

#endif
