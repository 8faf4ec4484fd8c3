import Foundation

/// A sketch of the names by first letter, the first two never deleted, made once and copied.
enum SharedUnits {
  static let recipe = Recipe.with {
    $0.store = "units.sketch"
    $0.steps = 30
    $0.more = ["--units", "matches:^(.)", "--keep", "0,1"]
  }

  private static let made: Result<Workshop, any Error> = Result {
    let workshop = try Workshop()
    try recipe.make(in: workshop)
    atexit { try? SharedUnits.made.get().remove() }
    return workshop
  }

  /// Puts a copy of the sketch into a workshop.
  static func copy(to workshop: Workshop) throws {
    try FileManager.default.copyItem(
      atPath: made.get().path(recipe.store),
      toPath: workshop.path(recipe.store)
    )
  }

  /// A workshop with a copy of the sketch.
  static func workshop() throws -> Workshop {
    let workshop = try Workshop()
    try copy(to: workshop)
    return workshop
  }

  /// The first letters in the order in which they appear, and the examples of each.
  static var letters: [(name: String, members: [Int])] {
    var found: [(name: String, members: [Int])] = []
    for (position, name) in Workshop.names.prefix(recipe.examples).enumerated().dropFirst(2) {
      let letter = String(name.prefix(1))
      if let index = found.firstIndex(where: { $0.name == letter }) {
        found[index].members.append(position)
      } else {
        found.append((letter, [position]))
      }
    }
    return found
  }
}
