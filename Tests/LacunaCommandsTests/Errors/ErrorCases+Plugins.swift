/// Plugins that are not there, or are none.
extension ErrorCase {
  static let plugins: [ErrorCase] = [
    .command(
      "unknown learner",
      69,
      learner("microgtp"),
      tells: ["no learner is named 'microgtp'", "Did you mean 'microgpt'?"]
    ),
    .command(
      "learner of a library that has none",
      69,
      learner("standard:loss"),
      tells: ["no learner is named 'loss'; there are none"]
    ),
    .command(
      "path without a file",
      69,
      learner("./libnone.so"),
      tells: ["there is no file at ./libnone.so"]
    ),
    .command(
      "unknown measurement",
      69,
      ["predict", "names.sketch", "--delete", "3", "--query", "max", "--measure", "los"],
      tells: ["no measurement is named 'los'", "'entropy'", "Did you mean 'loss'?"]
    ),
    .command(
      "no library",
      69,
      learner("./libtext.so"),
      tells: ["libtext.so cannot be loaded as a library", "file too short"],
      prepare: { try $0.write("libtext.so", "text") }
    ),
    .command(
      "no entry",
      69,
      learner("./libplain.so"),
      tells: ["libplain.so is no plugin of Lacuna", "lacuna_plugin_entry"],
      prepare: { try $0.compile("plain", "int nothing;") }
    ),
    .command(
      "entry that returns null",
      69,
      learner("./libnull.so"),
      tells: ["libnull.so does not work with this host", "returned null"],
      prepare: {
        try $0.compile(
          "null",
          "const void *lacuna_plugin_entry(const void *host) { return host ? 0 : host; }"
        )
      }
    ),
    .command(
      "another interface",
      69,
      learner("./libold.so"),
      tells: [
        "libold.so was made for another version of the plugin interface",
        "ABI major version is 99, expected 1", "pointer width is 32, expected 64",
      ],
      prepare: {
        try $0.compile(
          "old",
          """
          #include <lacuna.h>
          static lacuna_plugin plugin;
          const lacuna_plugin *lacuna_plugin_entry(const lacuna_host *host) {
            (void)host;
            plugin.magic.struct_size = sizeof(lacuna_magic);
            plugin.magic.magic = LACUNA_MAGIC;
            plugin.magic.major = 99;
            plugin.magic.pointer_width = 32;
            plugin.struct_size = sizeof(lacuna_plugin);
            return &plugin;
          }
          """
        )
      }
    ),
    .command(
      "plugin of the search path that cannot be loaded",
      69,
      learner("mine"),
      tells: ["no learner is named 'mine'", "not loaded:", "libbroken.so cannot be loaded"],
      environment: ["LACUNA_PLUGIN_PATH": "plugins"],
      prepare: {
        try $0.makeFolder("plugins")
        try $0.write("plugins/libbroken.so", "text")
      }
    ),
    .command(
      "unknown kind of store",
      69,
      ["inspect", "cloud:names"],
      tells: ["no store is named 'cloud'; there are 'sqlite'"]
    ),
  ]

  private static func learner(_ name: String) -> [String] {
    ["precompute", "--learner", name, "--data", "names.txt", "--store", "new.sketch"]
  }
}
