/* Every limit on what comes from outside, with its reason. */
#ifndef QW_LIMITS_H
#define QW_LIMITS_H

/* dockerd shows bodies of up to 4 MiB (5.6 MiB in base64), a URI and headers of up to 1 MiB that
 * JSON escaping can expand sixfold, and certificates (engine.md 1.4). */
#define QW_LIMIT_ENVELOPE ((size_t)16 * 1024 * 1024)

/* All envelopes that are being received at once: dockerd opens connections without a bound.  Forty
 * of the largest that it sends, or thousands of ordinary ones. */
#define QW_LIMIT_BODIES ((size_t)256 * 1024 * 1024)

/* What is read and thrown away of a longer envelope before the connection is closed. */
#define QW_LIMIT_DISCARD ((size_t)64 * 1024 * 1024)

/* All memory that one request may take: the envelope, its body, their trees, the findings. */
#define QW_LIMIT_REQUEST_MEMORY ((size_t)96 * 1024 * 1024)

/* Deeper than any body of the Engine API (7) with room; far from the end of a stack. */
#define QW_LIMIT_JSON_DEPTH 64

/* A create body has about 200 values; compose files with many labels have a few thousand. */
#define QW_LIMIT_JSON_NODES 100000

/* A policy is written by hand; the largest known site policies are under 100 KiB. */
#define QW_LIMIT_POLICY ((size_t)4 * 1024 * 1024)

/* `extends` chains: the four levels and a few of the operator's own. */
#define QW_LIMIT_POLICY_DEPTH 8

/* The message reaches a terminal through dockerd's 403 (design.md, Verdict and message). */
#define QW_LIMIT_MESSAGE 4096

/* A value echoed in a sentence, in characters, before it is cut. */
#define QW_LIMIT_SHOWN 80

/* One audit record; a URI alone may have 1 MiB, so texts in a record are cut. */
#define QW_LIMIT_AUDIT_LINE ((size_t)64 * 1024)
#define QW_LIMIT_AUDIT_TEXT 2048

/* Findings of one request: every rule with every element of its lists, far beyond any real body. */
#define QW_LIMIT_FINDINGS 1000

/* Query parameters of one request; the longest stock one, /build, has about 30. */
#define QW_LIMIT_PARAMS 256

/* An answer of the engine: a docker inspect with thousands of labels or mounts is under 1 MiB. */
#define QW_LIMIT_ANSWER ((size_t)8 * 1024 * 1024)

/* Questions to the engine for one request: a body may name any number of volumes and containers,
 * and a worker asks them one after the other. */
#define QW_LIMIT_QUESTIONS 64

/* Containers that mount one volume: each is a question. */
#define QW_LIMIT_VOLUME_USERS 24

/* Names and volumes that one request keeps from others until it is answered: no real container has
 * more, and who fills the table of them would hold up all. */
#define QW_LIMIT_CLAIMS 256

/* Containers that lead to one another through volumes or namespaces; nobody stacks more. */
#define QW_LIMIT_CONTAINER_CHAIN 4

/* Symbolic links on the way to the target of a mount: those that the kernel follows. */
#define QW_LIMIT_TARGET_LINKS 40

/* /etc/passwd or /etc/group of a container; the answer that carries it is a tar of one file, with
 * its headers and padding. */
#define QW_LIMIT_ACCOUNT_FILE ((size_t)1024 * 1024)
#define QW_LIMIT_ACCOUNT_ANSWER (QW_LIMIT_ACCOUNT_FILE + (size_t)64 * 1024)

/* A file of the host's that tells its routes, and the routes and addresses of all of them: the
 * nodes of large clusters have a few thousand, a router with more chooses its subnets in the
 * policy. */
#define QW_LIMIT_ROUTE_FILE ((size_t)1024 * 1024)
#define QW_LIMIT_ROUTES 8192

/* Addresses that one network asks for, each held against every route. */
#define QW_LIMIT_SUBNETS 256

/* The host's table of mounts: about 150 bytes each, and a host of many containers has thousands. */
#define QW_LIMIT_MOUNT_TABLE ((size_t)4 * 1024 * 1024)

/* Other names of what one path shows; a host has a handful. */
#define QW_LIMIT_MOUNT_NAMES 256

/* An image id that a container or an answer names: "sha256:" and 64 digits, with room. */
#define QW_LIMIT_IMAGE_ID 128

/* Histories that are remembered, and the bytes of one; the images of a busy host many times over.
 */
#define QW_LIMIT_HISTORIES 64
#define QW_LIMIT_HISTORY ((size_t)256 * 1024)

/* Files that `check` reads: an envelope, or a long `docker inspect`. */
#define QW_LIMIT_CHECK_INPUT QW_LIMIT_ENVELOPE

/* The first engine API version that takes no HostConfig at start (rules.md). */
#define QW_API_MIN_MAJOR 1
#define QW_API_MIN_MINOR 24

#endif
