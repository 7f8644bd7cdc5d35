#include <string.h>

#include "gate_priv.h"

bool memory_is_full_id(const char *name)
{
    return strspn(name, "0123456789abcdef") == MEMORY_ID_LEN && name[MEMORY_ID_LEN] == '\0';
}

bool memory_knows(struct memory *memory, const char *name)
{
    bool knows = false;

    if (!memory_is_full_id(name))
        return false;
    pthread_mutex_lock(&memory->lock);
    for (size_t i = 0; i < MEMORY_SIZE && !knows; i++)
        knows = memcmp(memory->ids[i], name, MEMORY_ID_LEN) == 0;
    pthread_mutex_unlock(&memory->lock);
    return knows;
}

unsigned memory_generation(struct memory *memory)
{
    unsigned generation;

    pthread_mutex_lock(&memory->lock);
    generation = memory->generation;
    pthread_mutex_unlock(&memory->lock);
    return generation;
}

void memory_remember(struct memory *memory, const char *id, unsigned generation)
{
    if (!memory_is_full_id(id) || memory_knows(memory, id))
        return;
    pthread_mutex_lock(&memory->lock);
    if (generation == memory->generation) {
        memcpy(memory->ids[memory->next], id, MEMORY_ID_LEN);
        memory->next = (memory->next + 1) % MEMORY_SIZE;
    }
    pthread_mutex_unlock(&memory->lock);
}

void memory_forget(struct memory *memory)
{
    pthread_mutex_lock(&memory->lock);
    memset(memory->ids, 0, sizeof memory->ids);
    memory->next = 0;
    memory->generation++;
    pthread_mutex_unlock(&memory->lock);
}
