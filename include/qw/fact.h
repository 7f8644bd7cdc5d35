/* Whether something was asked, and what came of it.  The zero value is "nobody asked". */
#ifndef QW_FACT_H
#define QW_FACT_H

enum qw_fact_state {
    QW_FACT_UNASKED = 0, /* not needed, or there is nobody to ask (--engine none) */
    QW_FACT_KNOWN,
    QW_FACT_MISSING, /* the engine or the host says that there is none */
    QW_FACT_FAILED,  /* asked, and no usable answer came: a rule in `enforce` that needs it denies
                      */
};

struct qw_fact {
    enum qw_fact_state state;
    const char *why; /* of FAILED: a whole clause without a full stop, "the engine did not answer
                        within 2 s"; else NULL */
};

#endif
