/// Data files and queries that cannot be read, and settings that cannot be.
extension ErrorCase {
  static let data: [ErrorCase] = [
    .precompute(
      "empty data",
      65,
      { $0.data = "empty.txt" },
      tells: ["empty.txt holds no records"],
      prepare: { try $0.write("empty.txt", "\n\n") }
    ),
    .precompute(
      "missing data",
      66,
      { $0.data = "missing.txt" },
      tells: ["missing.txt: there is no such file"]
    ),
    .precompute("folder of data", 66, { $0.data = "." }, tells: ["file .: it is a folder"]),
    .precompute(
      "data that is not UTF-8",
      65,
      { $0.data = "latin.txt" },
      tells: ["latin.txt, line 3: found bytes that are not UTF-8, expected text"],
      prepare: { try $0.write("latin.txt", Array("anna\nbob\nzo".utf8) + [0xEB, 0x0A]) }
    ),
    .precompute(
      "too few examples",
      65,
      { $0.examples = 101 },
      tells: ["names.txt holds 100 records, but 101 were asked for; lower --examples"]
    ),
    .precompute(
      "unknown setting",
      78,
      { $0.more = ["--config", "learning-rat=1"] },
      tells: ["unknown key 'learning-rat'", "Did you mean 'learning-rate'?"]
    ),
    .precompute(
      "setting of the wrong type",
      78,
      { $0.more = ["--config", "layers=one"] },
      tells: ["layers is 'one', expected an integer from 1 to 64"]
    ),
    .precompute(
      "setting out of range",
      78,
      { $0.more = ["--config", "layers=65"] },
      tells: ["layers is 65, expected an integer from 1 to 64"]
    ),
    .precompute(
      "setting that is no choice",
      78,
      { $0.more = ["--config", "activation=step"] },
      tells: ["activation is step, expected one of 'gelu'"]
    ),
    .precompute(
      "setting without a value",
      78,
      { $0.more = ["--config", "layers"] },
      tells: ["found 'layers', expected key=value"]
    ),
    .precompute(
      "settings that do not go together",
      78,
      { $0.more = ["--config", "heads=3"] },
      tells: ["heads is 3, expected a divisor of embedding, 16"]
    ),
    .predict(
      "character outside the vocabulary",
      65,
      query: "ma!x",
      tells: ["query 'ma!x'", "character '!' at position 2", "does not occur in the training data"]
    ),
    .predict(
      "query that begins with a dash",
      65,
      query: "-x",
      tells: ["query '-x'", "character '-' at position 0"]
    ),
    .predict(
      "data that has changed",
      65,
      ["--data", "names.txt"],
      tells: [
        "names.txt is not the one the sketch was made with", "digest is sha256:",
        "expected sha256:", "--data",
      ],
      prepare: { try $0.write("names.txt", "anna\n") }
    ),
    .predict(
      "data that has moved",
      66,
      ["--data", "moved.txt"],
      tells: ["moved.txt: there is no such file"]
    ),
    .command(
      "weight that leaves the numbers",
      65,
      ["curve", "names.sketch", "--delete", "0", "--query", "max", "--weights", "1e300"],
      tells: ["not finite (NaN or infinity)", "at step 1 of 12"]
    ),
  ]
}
