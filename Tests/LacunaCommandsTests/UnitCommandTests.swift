import Foundation
import LacunaSketching
import LacunaStores
import Testing

/// Sketches whose units are groups of examples, through the executable.
struct UnitCommandTests {
  private let store = SharedUnits.recipe.store

  private func run(_ arguments: [String], in workshop: Workshop) throws -> [String: Any] {
    try Lacuna.run(arguments + ["--query", "max", "--format", "json"], in: workshop).object()
  }

  /// A sketch of the same training in which each example is its own unit.
  private func plain(in workshop: Workshop) throws -> String {
    try Recipe.with {
      $0.steps = SharedUnits.recipe.steps
      $0.directions = 1
      $0.degree = 1
    }.make(in: workshop)
    return Recipe().store
  }

  @Test func deletionsSpeakOfUnits() throws {
    let workshop = try SharedUnits.workshop()
    let letters = SharedUnits.letters
    #expect(letters.count == 19)
    let size = letters[1].members.count + letters[3].members.count
    let names = [letters[1].name, letters[3].name]
    for selector in ["unit:\(names[0]),\(names[1])", "units:1,3"] {
      let answer = try run(["predict", store, "--delete", selector], in: workshop)
      #expect(answer["deleted"] as? [String] == names)
      #expect(answer["deletedExamples"] as? Int == size)
      #expect(answer["weights"] == nil)
    }
    // Examples that make up whole units are units.
    let members = (letters[1].members + letters[3].members).map(String.init)
    try workshop.write("positions.txt", members.joined(separator: "\n"))
    let listed = try run(["predict", store, "--delete", "@positions.txt"], in: workshop)
    #expect(listed["deleted"] as? [String] == names)
    let text = try Lacuna.run(
      ["predict", store, "--delete", "units:1,3", "--query", "max"],
      in: workshop
    )
    #expect(text.output.hasPrefix("loss of 'max' without 2 units (\(size) examples)\n"))
  }

  @Test func filesOfDeletionSetsSpeakOfUnits() throws {
    let workshop = try SharedUnits.workshop()
    try workshop.write("sets.txt", "unit:j\nunits:0-2\nmatches:^k\n")
    let arguments = ["predict", store, "--sets", "sets.txt", "--query", "max"]
    let lines = try Lacuna.run(arguments + ["--format", "json"], in: workshop)
      .output.split(separator: "\n").map { line in
        try #require(
          try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        )
      }
    #expect(lines.map { $0["deleted"] as? [String] } == [["j"], ["r", "j", "v"], ["k"]])
    let table = try Lacuna.run(arguments, in: workshop).output.split(separator: "\n")
    let sizes = SharedUnits.letters.prefix(3).map(\.members.count)
    #expect(table[2].split(separator: " ").prefix(3) == ["line", "units", "examples"])
    #expect(table[4].split(separator: " ").prefix(3) == ["2", "3", "\(sizes.reduce(0, +))"])
    try workshop.write("sets.txt", "unit:j\n3\n")
    let outcome = try Lacuna.run(arguments, in: workshop)
    #expect(outcome.code == 65)
    #expect(outcome.errors.contains("sets.txt, line 2: the selector '3' selects 1 of the 4"))
  }

  /// Retrains and curves of units are those of their examples in a sketch that knows no units.
  @Test func unitsAreTheirExamples() throws {
    let workshop = try SharedUnits.workshop()
    let examples = try plain(in: workshop)
    for unit in [SharedUnits.letters[1], SharedUnits.letters[4]] {
      let members = unit.members.map(String.init).joined(separator: ",")
      let grouped = try Lacuna.run(
        ["retrain", store, "--delete", "unit:\(unit.name)", "--query", "max"],
        in: workshop
      ).output
      let single = try Lacuna.run(
        ["retrain", examples, "--delete", members, "--query", "max"],
        in: workshop
      ).output
      let count = unit.members.count
      #expect(grouped.hasPrefix("retrained without 1 unit (\(count) example"))
      #expect(grouped.split(separator: "\n")[1] == single.split(separator: "\n")[1])
      let curves = try [(store, "unit:\(unit.name)"), (examples, members)].map {
        try run(["curve", $0, "--delete", $1, "--degree", "3"], in: workshop)
      }
      #expect(curves[0]["coefficients"] as? [Double] == curves[1]["coefficients"] as? [Double])
      #expect(curves[0]["deleted"] as? [String] == [unit.name])
      #expect(curves[1]["deleted"] as? [Int] == unit.members)
    }
  }

  /// The shards of units are those of a sketch along the same directions over examples, in which all examples
  /// of a unit have its coordinate and those that are never deleted have 0.
  @Test func shardsAreThoseOfDirectionsOverExamples() throws {
    let workshop = try SharedUnits.workshop()
    let letters = SharedUnits.letters
    let (count, directions) = (SharedUnits.recipe.examples, SharedUnits.recipe.directions)
    var numbers = [Double](repeating: 0, count: directions * count * 2)
    for index in 0..<directions {
      let psi = Directions.random(seed: 0).direction(index, units: letters.count)
      for (unit, letter) in letters.enumerated() {
        for example in letter.members {
          numbers[(index * count + example) * 2] = psi[unit].re
          numbers[(index * count + example) * 2 + 1] = psi[unit].im
        }
      }
    }
    let tensor = try TensorData(name: "directions", shape: [directions, count, 2], numbers)
    try workshop.write("directions.safetensors", Safetensors.serialize([tensor]))
    try Recipe.with {
      $0.steps = SharedUnits.recipe.steps
      $0.more = ["--directions-file", "directions.safetensors"]
    }.make(in: workshop)
    let grouped = try SketchContents(store, in: workshop).tangents()
    #expect(grouped.count == directions)
    #expect(try SketchContents(Recipe().store, in: workshop).tangents() == grouped)
  }

  /// Neither the file of units nor the words they were asked for by are needed again.
  @Test func theSketchKeepsItsUnits() throws {
    let workshop = try SharedUnits.workshop()
    let before = try run(["predict", store, "--delete", "unit:j"], in: workshop)
    // The same units by a file extend the sketch.
    let lines = Workshop.names.prefix(60).map { String($0.prefix(1)) }
    try workshop.write("units.txt", lines.joined(separator: "\n") + "\n")
    let longer = Recipe.with {
      $0 = SharedUnits.recipe
      $0.directions = 15
      $0.more = ["--units", "file:units.txt", "--keep", "0,1"]
    }
    #expect(try longer.make(in: workshop).output.contains("3 directions in"))
    try longer.make(in: workshop)
    try workshop.remove("units.txt")
    let after = try run(["predict", store, "--delete", "unit:j"], in: workshop)
    #expect(after["base"] as? Double == before["base"] as? Double)
    #expect(after["directions"] as? Int == 15)
  }

  @Test func inspectDescribesThem() throws {
    let workshop = try SharedUnits.workshop()
    let sizes = SharedUnits.letters.map(\.members.count).sorted()
    let text = try Lacuna.run(["inspect", store], in: workshop).output
    #expect(text.contains("60 examples, 19 units"))
    #expect(
      text.contains(
        "units        matches:^(.), \(sizes[0]) to \(sizes[18]) examples each, median \(sizes[9]); "
          + "2 examples never deleted (0,1)"
      )
    )
    let json = try Lacuna.run(["inspect", store, "--format", "json"], in: workshop).object()
    let units = try #require(json["units"] as? [String: Any])
    #expect(units["count"] as? Int == 19 && units["kept"] as? Int == 2)
    #expect(units["specification"] as? String == "matches:^(.)")
    #expect(units["largest"] as? Int == sizes[18] && units["keep"] as? [String] == ["0,1"])
    let plan = try Lacuna.run(
      ["inspect"]
        + SharedUnits.recipe.arguments.dropFirst().filter {
          !["--store", store].contains($0)
        },
      in: workshop
    )
    #expect(plan.output.contains("data         60 examples, 19 units"))
  }

  /// Units by the columns of a table, with another learner.
  @Test(arguments: [("column:user", 60), (#"column:user~u(\d)"#, 6), ("column:item", 40)])
  func columnsOfATable(_ units: String, _ count: Int) throws {
    let workshop = try Workshop()
    try Lacuna.run(
      [
        "precompute", "--learner", "matrix-factorization", "--data",
        Workshop.example("ratings.csv"),
        "--store", "ratings.sketch", "--steps", "4", "--directions", "2", "--units", units,
      ],
      in: workshop
    ).text()
    let store = DirectoryStore(path: workshop.path("ratings.sketch"))
    let archive = try SketchArchive.open(store)
    let names = try #require(try archive.units()?.names)
    #expect(archive.manifest.data.units == names.count && names.count == count, "\(names)")
  }
}

extension Workshop {
  /// The path of an example of the package.
  static func example(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Examples/\(name)").standardizedFileURL.path
  }
}

extension Outcome {
  /// The output of a command that has to succeed.
  @discardableResult
  func text() throws -> String {
    guard code == 0 else { throw Failed(outcome: self) }
    return output
  }
}
