import LacunaExecution
import LacunaStores
import Testing

/// Sketches that must be the same, bit for bit, direction by direction.
struct SameBitsTests {
  @Test(arguments: [
    ["--threads", "1"], ["--threads", "2"], ["--threads", "5"],
    ["--shard-size", "1"], ["--shard-size", "5"], ["--shard-size", "64"],
  ])
  func theMachineChangesNothing(_ option: [String]) throws {
    try expectTheSame(Recipe.with { $0.more = option })
  }

  @Test(arguments: InstructionSet.available.filter { $0 != .baseline })
  func instructionSetsWithFusedMultiplyAddChangeNothing(_ set: InstructionSet) throws {
    try expectTheSame(Recipe.with { $0.more = ["--isa", set.name] })
    try expectTheSame(Recipe(), environment: ["LACUNA_ISA": set.name])
  }

  @Test func theBaselineDiffersInTheLastBitsAtMost() throws {
    let workshop = try SharedSketch.workshop()
    try Recipe.with {
      $0.store = "other.sketch"
      $0.more = ["--isa", "baseline"]
    }.make(in: workshop)
    let (best, base) = (
      try workshop.predict("3-9"), try workshop.predict("3-9", store: "other.sketch")
    )
    #expect(abs(best.prediction - base.prediction) < 1e-9)
  }

  @Test func aSketchThatGrewIsTheSketchMadeAtOnce() throws {
    let workshop = try SharedSketch.workshop()
    for directions in [5, 9, 12] {
      try Recipe.with {
        $0.store = "other.sketch"
        $0.directions = directions
        $0.shardSize = 64
      }.make(in: workshop)
    }
    try expectTheSame("other.sketch", in: workshop)
    #expect(
      try workshop.predict("3-9").prediction
        == workshop.predict("3-9", store: "other.sketch").prediction
    )
  }

  private func expectTheSame(_ recipe: Recipe, environment: [String: String] = [:]) throws {
    let workshop = try SharedSketch.workshop()
    var recipe = recipe
    recipe.store = "other.sketch"
    if let at = recipe.more.firstIndex(of: "--shard-size") {
      recipe.shardSize = Int(recipe.more[at + 1]) ?? 0
      recipe.more.removeSubrange(at...(at + 1))
    }
    try recipe.make(in: workshop, environment: environment)
    try expectTheSame("other.sketch", in: workshop)
  }

  private func expectTheSame(_ store: String, in workshop: Workshop) throws {
    let expected = try SketchContents("names.sketch", in: workshop)
    let found = try SketchContents(store, in: workshop)
    #expect(found.archive.manifest.baseStateDigest == expected.archive.manifest.baseStateDigest)
    let tangents = try found.tangents()
    #expect(tangents.count == 12)
    #expect(tangents == (try expected.tangents()))
  }
}
