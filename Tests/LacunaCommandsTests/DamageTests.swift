import Foundation
import LacunaStores
import Testing

/// Sketches with a part lost or damaged: what still answers, and the way back.
struct DamageTests {
  @Test func whatIsCachedAnswersWithoutTheShard() throws {
    let workshop = try SharedSketch.workshop()
    let before = try workshop.predict("3")
    // The measurement on three shards, the equations of the first degree, and what the sketch took.
    #expect(workshop.files(in: "names.sketch/cache").count == 5)
    try workshop.remove(ErrorCase.shard)
    let cached = try workshop.predict("3")
    #expect(cached.prediction == before.prediction)
    // Another deletion needs no more than the cache; another query does.
    #expect(try workshop.predict("4").base == before.base)
    let outcome = try Lacuna.run(
      ["predict", "names.sketch", "--delete", "3", "--query", "ann"],
      in: workshop
    )
    #expect(outcome.code == 65)
    #expect(outcome.errors.contains("\(ErrorCase.shard) is missing"))
  }

  @Test func aDamagedCacheIsMadeAgain() throws {
    let workshop = try SharedSketch.workshop()
    let before = try workshop.predict("3")
    for file in workshop.files(in: "names.sketch/cache") {
      try workshop.flipByte(of: "names.sketch/cache/\(file)")
    }
    #expect(try workshop.predict("3").prediction == before.prediction)
  }

  @Test func precomputeMakesALostShardAgain() throws {
    let workshop = try SharedSketch.workshop()
    let expected = try SketchContents("names.sketch", in: workshop).tangents()
    try workshop.remove(ErrorCase.shard)
    let outcome = try Recipe().make(in: workshop)
    #expect(outcome.output.contains("5 directions in"))
    #expect(try SketchContents("names.sketch", in: workshop).tangents() == expected)
  }

  @Test(arguments: [true, false])
  func precomputeMakesADamagedShardAgain(_ isTruncated: Bool) throws {
    let workshop = try SharedSketch.workshop()
    let expected = try SketchContents("names.sketch", in: workshop).tangents()
    if isTruncated {
      try workshop.write(ErrorCase.shard, Array(workshop.read(ErrorCase.shard).prefix(1000)))
    } else {
      try workshop.flipByte(of: ErrorCase.shard)
    }
    let outcome = try Recipe().make(in: workshop)
    #expect(outcome.errors.contains("warning: \(ErrorCase.shard) is damaged"))
    #expect(outcome.output.contains("5 directions in"))
    #expect(try SketchContents("names.sketch", in: workshop).tangents() == expected)
  }
}
