import Testing

@Suite("Examples in the documents")
struct ExampleTests {
  @Test(
    "commands run and write what the document shows",
    arguments: [
      "README.md", "Docs/Commands.md", "Docs/Evaluation.md", "Docs/ForeignFunctions.md",
    ]
  )
  func commandsRun(path: String) throws {
    try #require(Executable.isBuilt, "lacuna is not beside the tests")
    let executable = try Executable()
    defer { try? executable.remove() }
    if path == "Docs/ForeignFunctions.md" {
      try executable.build(["foreign-measurements", "foreign-learner"])
    }
    try Document(path).check(with: executable) { command, place in
      #expect(command.hasPrefix("lacuna "), "\(place)")
      return command
    }
  }
}

@Suite("The comparison of outputs")
struct OutputComparisonTests {
  @Test("times, folders and digests may differ")
  func masksWhatMayDiffer() {
    let found = "in 351 ms, 9374 direction-steps a second; /var/a/names.txt sha256:0a1b swift 6.3"
    let shown = "in 3 min 20 s, 1 direction-steps a second; /home/names.txt sha256:ff… swift 6.4"
    #expect(OutputComparison.difference(text: found, expected: shown) == nil)
    #expect(OutputComparison.difference(text: "/a/x.txt", expected: "/a/y.txt") != nil)
  }

  @Test("numbers agree to six digits, whole numbers exactly")
  func comparesNumbers() {
    #expect(OutputComparison.difference(text: "loss 2.77268", expected: "loss 2.77269") == nil)
    #expect(OutputComparison.difference(text: "loss 2.77268", expected: "loss 2.77278") != nil)
    #expect(OutputComparison.difference(text: "8 examples", expected: "9 examples") != nil)
    #expect(OutputComparison.difference(text: "+1.5", expected: "-1.5") != nil)
  }

  @Test("an ellipsis stands for lines")
  func skipsLines() {
    #expect(OutputComparison.difference(text: "a\nb\nc\nd\n", expected: "a\n…\nd") == nil)
    #expect(OutputComparison.difference(text: "a\nb\nc\nd\n", expected: "a\n…\nc") != nil)
    #expect(OutputComparison.difference(text: "a\nb", expected: "a") != nil)
    #expect(OutputComparison.difference(text: "a", expected: "a\nb") != nil)
  }

  @Test("JSON is compared by its structure")
  func comparesJSON() throws {
    func same(_ found: String, _ shown: String) throws -> Bool {
      try OutputComparison.difference(json: found, expected: shown) == nil
    }
    #expect(try same(#"{"a":[1,2.5],"seconds":3}"#, #"{"seconds":4,"a":[1,2.500001]}"#))
    #expect(try same(#"{"a":[1,2],"b":null}"#, #"{"a":[1,"…"],"…":"…"}"#))
    #expect(try !same(#"{"a":1,"b":2}"#, #"{"a":1}"#))
    #expect(try !same(#"{"a":1}"#, #"{"a":1,"b":2}"#))
    #expect(try !same(#"{"a":[1,2]}"#, #"{"a":[1]}"#))
    #expect(try !same(#"{"a":"x"}"#, #"{"a":"y"}"#))
  }
}
