// The plugin contract of Lacuna, version 1.0.
//
// A plugin is a shared library that exports one function, `lacuna_plugin_entry`, and nothing else.
// It needs these headers and no library: everything the host offers comes as tables of function
// pointers. In-process plugins are trusted code; nothing here protects the host from one that
// writes where it should not.
//
// WHICH CHANGE BUMPS WHICH NUMBER
//   major: removing or reordering a field; changing the type, the meaning or the ownership of one;
//          a new duty for existing plugins; a new value of an enum that the host sends to plugins.
//          Host and plugin must have the same major number.
//   minor: a field added at the end of a struct; an operation added to the builder; an enum value
//          that only plugins send; an error code. A reader finds out what it was given from
//          `struct_size`; host and plugin may differ in their minor numbers.
//   neither: comments; extensions, which carry their own revision in their id.
//
// RULES
//   structs    Each begins with `struct_size`, filled in by the one who made the struct: the bytes
//              that he knew of. A reader uses only fields that lie within it. Two exceptions:
//              `lacuna_text`, which never changes, and `lacuna_plugin` and `lacuna_host`, which
//              begin with the `lacuna_magic` block. Arrays of structs are arrays of pointers, so
//              that structs can grow.
//   errors     A function that can fail returns `lacuna_error *`: null is success. No exception,
//              Swift error or longjmp crosses the border.
//   text       UTF-8, pointer and length, not null-terminated. A null pointer goes with length 0
//              alone.
//   numbers    Fixed-width integers; enums are int32_t.
//   ownership  Every pointer has a sentence that says who owns it and for how long it is valid.
//              Nobody frees what the other side allocated: objects have a destroy function, and
//              everything a plugin produces is handed to a sink while the memory is valid.
//   threads    [load]        called while the library is loaded, by one thread at a time.
//              [any-thread]  may be called by any thread at any time, also twice at once on the
//                            same instance.
//              [in-call]     a function of the host, to be called only by the thread on which the
//                            plugin was given the table, and only until that call returns.
#ifndef LACUNA_H
#define LACUNA_H

#include "lacuna/base.h"
#include "lacuna/data.h"
#include "lacuna/builder.h"
#include "lacuna/learner.h"
#include "lacuna/measurement.h"
#include "lacuna/store.h"
#include "lacuna/plugin.h"
#include "lacuna/cases.h"
#include "lacuna/extensions.h"

#endif
