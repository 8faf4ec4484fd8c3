/// Faults of the library and of loading it.
extension BadPlugin {
  static let library = [
    BadPlugin(
      "needs a symbol that is nowhere",
      "FAULT_UNRESOLVED",
      check: "library/loads",
      message: "nowhere_to_be_found"
    ),
    BadPlugin("aborts", "FAULT_ABORT", check: "library/loads", message: "SIGABRT"),
    BadPlugin("exits", "FAULT_EXIT", check: "library/loads", message: "exit(0)"),
    BadPlugin("reads null", "FAULT_SEGV", check: "library/loads", message: "SIGSEGV"),
    BadPlugin(
      "recurses for ever",
      "FAULT_STACK",
      check: "library/loads",
      message: "overflowed the stack"
    ),
    BadPlugin(
      "hangs",
      "FAULT_HANG",
      check: "library/loads",
      message: "did not end within 1 s",
      timeout: 1
    ),
    BadPlugin("takes all memory", "FAULT_MEMORY", check: "library/loads", message: "all memory"),
    BadPlugin("floods", "FAULT_FLOOD", check: "library/loads", message: "flooded"),
    BadPlugin(
      "closes all descriptors",
      "FAULT_CLOSES",
      check: "library/loads",
      message: "closed descriptors that are not its own"
    ),
    BadPlugin(
      "forges an answer",
      "FAULT_FORGES",
      check: "library/loads",
      message: "something else than the check wrote to its channel"
    ),
    BadPlugin(
      "crashes at the end of the process",
      "FAULT_CRASH_AT_EXIT",
      check: "library/loads",
      message: "after the check, at the end of the process"
    ),
    BadPlugin(
      "misspells its entry",
      "ENTRY=lacuna_plugin_enter",
      check: "library/entry-symbol",
      message: "there is no symbol"
    ),
    BadPlugin(
      "hides its entry",
      options: ["-Wl,--exclude-libs,ALL", "-Wl,--version-script=HIDE"],
      check: "library/entry-symbol",
      message: "hidden from the dynamic linker"
    ),
    BadPlugin(
      "exports a helper",
      "FAULT_EXTRA_EXPORT",
      check: "library/only-export",
      message: "helper"
    ),
    BadPlugin(
      "defines a function of the host",
      "FAULT_COLLISION",
      check: "library/no-collision",
      message: "getppid"
    ),
    BadPlugin(
      "asks for an executable stack",
      options: ["-Wl,-z,execstack"],
      check: "library/no-executable-stack",
      message: "executable stack"
    ),
    BadPlugin(
      "is compiled for a sanitizer",
      "FAULT_SANITIZER",
      check: "library/release-build",
      message: "__asan_init"
    ),
    BadPlugin(
      "leaves rubbish in a reserved field",
      "CHANGES=plugin.magic.reserved = 7;",
      check: "library/magic-block",
      message: "reserved is 7, expected 0"
    ),
    BadPlugin(
      "is of another major version",
      "CHANGES=plugin.magic.major = 2;",
      check: "library/magic-block",
      message: "major is 2, expected 1"
    ),
    BadPlugin(
      "says that pointers have 32 bits",
      "CHANGES=plugin.magic.pointer_width = 32;",
      check: "library/magic-block",
      message: "pointer_width is 32"
    ),
    BadPlugin(
      "gives a table a size of its own",
      "CHANGES=plugin.struct_size += 8;",
      check: "library/struct-sizes",
      message: "struct_size of lacuna_plugin is 160, expected 152"
    ),
    BadPlugin(
      "forgets the size of a learner",
      "CHANGES=vowels.struct_size = 0;",
      check: "library/struct-sizes",
      message: "learner 0"
    ),
    BadPlugin(
      "lacks a function",
      "CHANGES=vowels.encode = 0;",
      check: "library/required-functions",
      message: "learner 0: encode must not be null"
    ),
    BadPlugin(
      "has a null list",
      "CHANGES=plugin.measurements = 0;",
      check: "library/required-functions",
      message: "in a null list"
    ),
    BadPlugin(
      "returns two tables in turn",
      "FAULT_ALTERNATES",
      check: "library/entry-idempotent",
      message: "another address"
    ),
    BadPlugin(
      "works with old hosts only",
      "FAULT_OLD_HOSTS_ONLY",
      check: "library/newer-host",
      message: "host of version 1.7"
    ),
    BadPlugin(
      "says what every host wants to hear",
      "FAULT_ECHOES_MAJOR",
      check: "library/other-major",
      message: "major version 2"
    ),
    BadPlugin("is slow", "FAULT_SLOW", check: "library/load-time", message: "ms at best"),
    BadPlugin("starts a thread", "FAULT_THREAD", check: "library/no-threads", message: "thread"),
    BadPlugin(
      "leaves a descriptor open",
      "FAULT_DESCRIPTOR",
      check: "library/no-descriptors",
      message: "/dev/null"
    ),
    BadPlugin("writes a file", "FAULT_FILE", check: "library/no-files", message: "left-behind"),
    BadPlugin("greets", "FAULT_OUTPUT", check: "library/no-output", message: "hello"),
    BadPlugin(
      "handles a signal",
      "FAULT_HANDLER",
      check: "library/no-signal-handlers",
      message: "signal 10"
    ),
    BadPlugin(
      "changes the working directory",
      "FAULT_DIRECTORY",
      check: "library/no-working-directory",
      message: "working directory /"
    ),
    BadPlugin(
      "changes the environment",
      "FAULT_ENVIRONMENT",
      check: "library/no-environment",
      message: "LANG=tlh"
    ),
    BadPlugin(
      "rounds upwards",
      "FAULT_ROUNDING",
      check: "library/no-floating-point",
      message: "rounding mode"
    ),
    BadPlugin("starts a process", "FAULT_CHILD", check: "library/no-children", message: "process"),
  ]
}
