/// Command lines that ask for what there is not.
extension ErrorCase {
  static let usage: [ErrorCase] = [
    .command(
      "unknown command",
      64,
      ["predikt", "names.sketch"],
      tells: ["'predikt'", "'retrain'", "Did you mean 'predict'?"]
    ),
    .command("unknown subcommand", 64, ["plugins", "lst"], tells: ["Did you mean 'list'?"]),
    .command(
      "unknown option",
      64,
      ["inspect", "names.sketch", "--formt", "json"],
      tells: ["Unknown option '--formt'. Did you mean '--format'?"]
    ),
    .command(
      "no --query",
      64,
      ["predict", "names.sketch", "--delete", "3"],
      tells: ["give at least one --query, or --mean-of"]
    ),
    .command(
      "no --delete",
      64,
      ["retrain", "names.sketch", "--query", "max"],
      tells: ["give at least one --delete, or --weight"]
    ),
    .command(
      "neither --delete nor --sets",
      64,
      ["predict", "names.sketch", "--query", "max"],
      tells: ["at least one --delete, or --sets"]
    ),
    .predict(
      "both --delete and --sets",
      64,
      ["--sets", "sets.txt"],
      tells: ["either --delete or --sets, not both"]
    ),
    .command(
      "no file of deletion sets",
      66,
      ["predict", "names.sketch", "--query", "max", "--sets", "nowhere.txt"],
      tells: ["the file of deletion sets nowhere.txt", "there is no such file"]
    ),
    .precompute("threads", 64, { $0.more = ["--threads", "0"] }, tells: ["--threads is 0", "1"]),
    .precompute(
      "instruction set",
      64,
      { $0.more = ["--isa", "sse9"] },
      tells: ["'sse9'", "--isa", "'baseline', 'avx2' or 'avx512'"]
    ),
    .command(
      "instruction set of the environment",
      64,
      Recipe().arguments + ["--store", "new.sketch"],
      tells: ["LACUNA_ISA is 'sse9'", "expected baseline, avx2, avx512"],
      environment: ["LACUNA_ISA": "sse9"]
    ),
    .precompute("precision", 64, { $0.more = ["--precision", "f16"] }, tells: ["'f16'", "'f32'"]),
    .precompute("degree", 64, { $0.degree = 0 }, tells: ["--degree is 0, expected 1 to 1000"]),
    .precompute("directions", 64, { $0.directions = 0 }, tells: ["--directions is 0", "1"]),
    .precompute(
      "endless directions",
      64,
      { $0.directions = Int.max },
      tells: ["--directions is 9223372036854775807, expected 1 to 10000000"]
    ),
    .precompute("shard size", 64, { $0.shardSize = 0 }, tells: ["--shard-size is 0", "1"]),
    .precompute("steps", 64, { $0.steps = 0 }, tells: ["--steps is 0, expected at least 1"]),
    .precompute("examples", 64, { $0.examples = 0 }, tells: ["--examples is 0, expected at least"]),
    .predict("confidence", 64, ["--confidence", "1"], tells: ["--confidence is 1.0", "0 and 1"]),
    .predict(
      "estimator",
      64,
      ["--estimator", "median"],
      tells: ["'median'", "'auto', 'least-squares', 'mean' or 'median-of-means'"]
    ),
    .command(
      "epsilon",
      64,
      ["plan", "names.sketch", "--delete", "3", "--query", "max", "--epsilon", "0"],
      tells: ["--epsilon is 0.0, expected a number above 0"]
    ),
    .command(
      "delta",
      64,
      [
        "plan", "names.sketch", "--delete", "3", "--query", "max", "--epsilon", "1", "--delta", "1",
      ],
      tells: ["--delta is 1.0, expected between 0 and 1"]
    ),
    .command(
      "planned degree",
      64,
      [
        "plan", "names.sketch", "--delete", "3", "--query", "max", "--epsilon", "1", "--degree",
        "9",
      ],
      tells: ["--degree is 9, expected 1 to 2, the degree of the sketch"]
    ),
    .predict(
      "predicted degree",
      64,
      ["--degree", "3"],
      tells: ["--degree is 3, expected 1 to 2, the degree of the sketch"]
    ),
    .predict("format", 64, ["--format", "xml"], tells: ["'xml'", "'text' and 'json'"]),
    .command(
      "weights",
      64,
      ["curve", "names.sketch", "--delete", "3", "--query", "max", "--weights", "0.5,half"],
      tells: ["--weights holds 'half'", "numbers such as 0.5,1"]
    ),
    .command(
      "degree of a curve",
      64,
      ["curve", "names.sketch", "--delete", "3", "--query", "max", "--degree", "1001"],
      tells: ["--degree is 1001, expected 1 to 1000"]
    ),
    .predict(
      "nothing selected",
      64,
      delete: "contains:QQ",
      tells: ["'contains:QQ' matches none of the 60 examples"]
    ),
    .predict(
      "position out of range",
      64,
      delete: "3,58-60",
      tells: ["'3,58-60' names position 60, expected 0 to 59"]
    ),
    .predict("range turned round", 64, delete: "5-3", tells: ["'5-3'", "such as 3,17,20-40"]),
    .predict("negative position", 64, delete: "-3", tells: ["'-3'", "such as 3,17,20-40"]),
    .predict("no selector", 64, delete: "anna", tells: ["'anna'", "contains:TEXT"]),
    .predict("empty text", 64, delete: "contains:", tells: ["something after 'contains:'"]),
    .predict("empty pattern", 64, delete: "matches:", tells: ["something after 'matches:'"]),
    .predict("bad pattern", 64, delete: "matches:a(b", tells: ["'matches:a(b'", "expected ')'"]),
    .predict("column without value", 64, delete: "column:x", tells: ["expected column:NAME=VALUE"]),
    .predict("unknown column", 64, delete: "column:x=1", tells: ["one of the columns text"]),
    .predict("unknown unit", 64, delete: "unit:anna", tells: ["'unit:anna'", "such as 3,17"]),
    .predict(
      "no file of positions",
      66,
      delete: "@positions.txt",
      tells: ["the selector '@positions.txt'", "there is no such file"]
    ),
    .predict(
      "bad file of positions",
      64,
      delete: "@positions.txt",
      tells: ["@positions.txt, line 3: 4 5", "such as 3,17,20-40"],
      prepare: { try $0.write("positions.txt", "3\n\n4 5\n") }
    ),
    .command(
      "no such plugin to show",
      69,
      ["plugins", "show", "microgtp"],
      tells: ["no plugin 'libmicrogtp.so' in", "Did you mean 'microgpt'?"]
    ),
  ]
}
