// A plugin that keeps all rules: a learner, a measurement and a store. Bad plugins define some of the
// macros below before they include it, and so break one rule each.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <lacuna.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "good-errors.h"
#include "good-tracer.h"
#include "good-learner.h"
#include "good-measurement.h"
#include "good-store.h"

#ifndef AT_LOAD
#define AT_LOAD
#endif
#ifndef AT_ENTRY
#define AT_ENTRY
#endif
#ifndef ENTRY
#define ENTRY lacuna_plugin_entry
#endif
#ifndef MAGIC
#define MAGIC LACUNA_MAGIC
#endif
#ifndef MAJOR
#define MAJOR LACUNA_ABI_MAJOR
#endif
#ifndef PLUGIN_SIZE
#define PLUGIN_SIZE sizeof(lacuna_plugin)
#endif
#ifndef PLUGIN_NAME
#define PLUGIN_NAME "good"
#endif
#ifndef LEARNERS
#define LEARNERS &line
#endif
#ifndef EXTENSION
#define EXTENSION (void)context, (void)id, NULL
#endif

__attribute__((constructor)) static void at_load(void) { AT_LOAD }

static const void *get_extension(void *context, lacuna_text id) { return EXTENSION; }

static const lacuna_learner *const learners[] = {LEARNERS};
static const lacuna_measurement *const measurements[] = {&bent};
static const lacuna_store *const stores[] = {&folder};
static const lacuna_plugin plugin = {
    {sizeof(lacuna_magic), MAGIC, MAJOR, LACUNA_ABI_MINOR, 64, 0, TEXT("C11")},
    PLUGIN_SIZE, TEXT(PLUGIN_NAME), TEXT("1"),
    sizeof learners / sizeof *learners, learners, 1, measurements, 1, stores, NULL, get_extension};

__attribute__((visibility("default"))) const lacuna_plugin *ENTRY(const lacuna_host *host) {
  AT_ENTRY
  return host->magic.major == LACUNA_ABI_MAJOR ? &plugin : NULL;
}
