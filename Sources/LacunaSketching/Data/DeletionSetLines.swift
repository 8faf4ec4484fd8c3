import Foundation

/// Some lines of a file of deletion sets, not yet read as such.
struct DeletionSetLines: Sendable {
  /// A line: its number, from 1, and where it lies, without its end.
  struct Line: Sendable {
    var number: Int
    var range: Range<Int>
  }

  let path: String
  let bytes: [UInt8]
  let lines: [Line]

  /// What the numbers of units begin with.
  private static let units = Array("units:".utf8)

  /// The units of a line, ascending.
  ///
  /// The marks are of as many numbers as there are units.
  ///
  /// - Throws: ``SketchingError/malformedSets(path:line:reason:)``.
  func units(
    _ line: Line,
    of units: Units,
    in dataset: Dataset,
    _ marks: inout PositionMarks
  ) throws(SketchingError) -> [Int] {
    let list = bytes[line.range]
    if units.areExamples, let found = marks.positions(list) { return found }
    if list.starts(with: Self.units), let found = marks.positions(list.dropFirst(Self.units.count))
    {
      return found
    }
    if units.areExamples, let array = Self.array(list), let found = marks.positions(array) {
      return found
    }
    // Anything but plain positions, and everything that is wrong, is left to the selector.
    func fault(_ reason: String) -> SketchingError {
      .malformedSets(path: path, line: line.number, reason: reason)
    }
    guard !line.range.isEmpty else {
      throw fault("the line is empty, expected a deletion set such as 3,17,20-40")
    }
    guard let text = String(validating: bytes[line.range], as: UTF8.self) else {
      throw fault("found bytes that are not UTF-8, expected text")
    }
    guard !Self.isJSON(list) else {
      guard let set = try? JSONDecoder().decode(DeletionSetJSON.self, from: Data(list)) else {
        let start = text.prefix(60)
        throw fault(
          "found \(start)\(start == text ? "" : "…"), expected \(DeletionSetJSON.expected)"
        )
      }
      do {
        return try set.units(text, of: units, in: dataset)
      } catch {
        throw fault(error.description)
      }
    }
    do {
      return try Selector(text).units(of: units, in: dataset)
    } catch {
      throw fault(error.description)
    }
  }
}

/// Marks of positions, which make lists of them ascending and free of repetitions.
struct PositionMarks {
  private var words: [UInt64]
  private let count: Int

  /// Marks for so many examples.
  init(count: Int) {
    self.count = count
    words = [UInt64](repeating: 0, count: (count + 63) / 64)
  }

  /// The positions of a list such as `3,17,20-40`; nil for anything else, or a position that there is not.
  mutating func positions(_ list: ArraySlice<UInt8>) -> [Int]? {
    let isPlain = list.withUnsafeBufferPointer { mark($0) }
    var found: [Int] = []
    for index in words.indices where words[index] != 0 {
      var word = words[index]
      words[index] = 0
      while word != 0 {
        found.append(index * 64 + word.trailingZeroBitCount)
        word &= word &- 1
      }
    }
    return isPlain ? found : nil
  }

  private mutating func mark(_ list: UnsafeBufferPointer<UInt8>) -> Bool {
    var next = 0
    func skipBlanks() {
      while next < list.count, list[next] == UInt8(ascii: " ") || list[next] == UInt8(ascii: "\t") {
        next += 1
      }
    }
    func number() -> Int? {
      skipBlanks()
      let start = next
      var value = 0
      while next < list.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= list[next] {
        value = value * 10 + Int(list[next] - UInt8(ascii: "0"))
        guard value < count else { return nil }
        next += 1
      }
      guard next > start else { return nil }
      skipBlanks()
      return value
    }
    while true {
      guard let low = number() else { return false }
      var high = low
      if next < list.count, list[next] == UInt8(ascii: "-") {
        next += 1
        guard let end = number(), low <= end else { return false }
        high = end
      }
      for position in low...high { words[position >> 6] |= 1 << UInt64(position & 63) }
      guard next < list.count else { return true }
      guard list[next] == UInt8(ascii: ",") else { return false }
      next += 1
    }
  }
}
