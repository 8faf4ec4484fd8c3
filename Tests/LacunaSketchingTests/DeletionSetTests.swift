import Foundation
import LacunaProtocols
import LacunaSketching
import LacunaTestSupport
import Synchronization
import Testing

/// Files of deletion sets.
@Suite struct DeletionSetTests {
  /// 70 examples, and a folder that is removed with it.
  final class Place: Sendable {
    let folder: String
    let dataset: Dataset

    init() throws {
      folder = NSTemporaryDirectory() + "lacuna-sets-\(UUID())"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let text = (0..<70).map { "name\($0)" }.joined(separator: "\n")
      try text.write(toFile: folder + "/data.txt", atomically: false, encoding: .utf8)
      dataset = try Dataset(path: folder + "/data.txt", format: .lines)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// What is read from a file of these bytes: lines and positions, and the fault that ended it.
    func read(
      _ bytes: [UInt8],
      atOnce: Int = 1 << 20,
      threads: Int = 2
    ) throws -> (sets: [(line: Int, deleted: [Int])], fault: SketchingError?) {
      let path = folder + "/sets.txt"
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      let directions = Directions.random(seed: 1)
      let batch = try PredictionBatch(
        Predictor(directions, indices: [0, 1], units: dataset.count),
        [],
        estimator: .mean,
        confidence: 0.9
      )
      var written: [UInt8] = []
      var fault: SketchingError?
      do {
        try batch.predict(
          DeletionSetReader(path: path, bytesAtOnce: atOnce),
          in: dataset,
          options: ExecutionOptions(threads: threads)
        ) { line, deleted, _ in
          Array("\(line):\(deleted.map(String.init).joined(separator: " "))\n".utf8)
        } write: {
          written += $0
        }
      } catch let error as SketchingError {
        fault = error
      }
      let sets = String(decoding: written, as: UTF8.self).split(separator: "\n").map { line in
        let parts = line.split(separator: ":")
        return (Int(parts[0]) ?? -1, parts[1].split(separator: " ").map { Int($0) ?? -1 })
      }
      return (sets, fault)
    }
  }

  @Test(arguments: [1, 2, 3, 7, 64, 1 << 20])
  func `lines are sets, wherever they are cut`(atOnce: Int) throws {
    let place = try Place()
    let text =
      "\u{FEFF}3\n17,3,3\r\n20-22,21-23\n 4 , 6-6\t\n0-69\nunit:5,7\n"
      + "contains:e6\nmatches:9$\n69\r\n\r\n \n"
    let found = try place.read(Array(text.utf8), atOnce: atOnce)
    #expect(found.fault == nil)
    #expect(found.sets.map(\.line) == Array(1...9))
    let expected: [[Int]] = [
      [3], [3, 17], [20, 21, 22, 23], [4, 6], Array(0...69), [5, 7], [6] + Array(60...69),
      [9, 19, 29, 39, 49, 59, 69], [69],
    ]
    #expect(found.sets.map(\.deleted) == expected)
    // Without an end of the last line, and with an end of the old kind nowhere.
    let open = try place.read(Array("1\n2".utf8), atOnce: atOnce)
    #expect(open.sets.map(\.deleted) == [[1], [2]])
  }

  @Test(arguments: [
    ("1\n2,,3\n", 2, "'2,,3'"), ("1\n2-\n", 2, "'2-'"), ("1\n5-3\n", 2, "'5-3'"),
    ("1\n\n2\n", 2, "empty"), ("\n2\n", 1, "empty"), ("1\r\n \r\n2", 2, "empty"),
    ("1\n70\n", 2, "position 70, expected 0 to 69"),
    ("1\n3-70\n", 2, "position 70, expected 0 to 69"),
    ("1\n9223372036854775807\n", 2, "9223372036854775807"),
    ("1\n99999999999999999999999\n", 2, "99999999999999999999999"),
    ("1\n-3\n", 2, "'-3'"), ("1\n1;2\n", 2, "'1;2'"), ("1\n1\r2\n", 2, "expected positions"),
    ("1\ncontains:zzz\n", 2, "matches none"), ("1\nmatches:(\n", 2, "regular expression"),
    ("1\n@nowhere.txt\n", 2, "no such file"),
  ])
  func `what is no set is named with its line`(text: String, line: Int, tells: String) throws {
    let place = try Place()
    for atOnce in [1, 5, 1 << 20] {
      let (sets, fault) = try place.read(Array(text.utf8), atOnce: atOnce)
      #expect(sets.map(\.line) == Array(1..<line))
      let error = try #require(fault)
      #expect(error.category == .data)
      let start = "\(place.folder)/sets.txt, line \(line): "
      #expect(error.description.hasPrefix(start), "\(error)")
      #expect(error.description.contains(tells), "\(error)")
    }
  }

  @Test func `what is no text, and files without sets, are named`() throws {
    let place = try Place()
    let bytes = try place.read(Array("4\n".utf8) + [0xFF, 0x31, 0x0A])
    #expect(bytes.fault?.description.contains("line 2: found bytes that are not UTF-8") == true)
    for empty in ["", "\n\n", " \r\n"] {
      let fault = try place.read(Array(empty.utf8)).fault
      #expect(fault?.description.contains("found no deletion set") == true)
    }
    for path in [place.folder + "/none.txt", place.folder] {
      let error = #expect(throws: SketchingError.self) {
        let reader = try DeletionSetReader(path: path)
        let predictor = Predictor(.random(seed: 0), indices: [0], units: 70)
        try PredictionBatch(predictor, [], estimator: .mean, confidence: 0.9)
          .predict(reader, in: place.dataset, options: ExecutionOptions()) { _, _, _ in
            []
          } write: { _ in
          }
      }
      #expect(error?.category == .noInput && error?.description.contains(path) == true)
    }
  }

  /// Long lists are marked and read in another way than selectors: both must agree.
  @Test func `any list is what a selector says of it`() throws {
    let place = try Place()
    var generator = SplitMix64(seed: 8)
    func draw(_ count: Int) -> Int { Int(generator.next() % UInt64(count)) }
    let pieces = [
      "0", "7", "69", "70", "3-9", "9-3", "60-69", "64", "63", "", "-", " ", "5 ", "+1", "x",
    ]
    for _ in 0..<Stress.count(300, all: 20_000) {
      // Faults are rare among the pieces of a list, so that many lists have none.
      let parts = (0...draw(5)).map { _ in
        draw(4) == 0 ? pieces[draw(pieces.count)] : "\(draw(70))"
      }
      let list = parts.joined(separator: ",")
      let (sets, fault) = try place.read(Array("1\n\(list)\n2\n".utf8))
      if let expected = try? Selector(list).positions(in: place.dataset) {
        #expect(sets.map(\.deleted) == [[1], expected, [2]], "\(list)")
      } else {
        #expect(fault != nil && sets.map(\.deleted) == [[1]], "\(list)")
      }
    }
  }

  /// Numbers of units, which are marked in the same way, and what is left to the selector.
  @Test func `units are read by numbers and by names`() throws {
    let place = try Place()
    let units = Units(labels: (0..<70).map { "user \($0 % 7)" })
    let path = place.folder + "/units.txt"
    let lines = [
      "units:5,1-3,2", "units: 6", "unit:user 4", "0-69", #"["user 3","user 1"]"#,
      "[2,9,16,23,30,37,44,51,58,65]", "units:7",
    ]
    try lines.joined(separator: "\n").write(toFile: path, atomically: false, encoding: .utf8)
    let batch = try PredictionBatch(
      Predictor(.random(seed: 1), indices: [0, 1], units: 7),
      [],
      estimator: .mean,
      confidence: 0.9
    )
    var written = ""
    let error = #expect(throws: SketchingError.self) {
      try batch.predict(
        DeletionSetReader(path: path),
        in: place.dataset,
        units: units,
        options: ExecutionOptions()
      ) { line, deleted, _ in
        Array("\(line):\(deleted)\n".utf8)
      } write: {
        written += String(decoding: $0, as: UTF8.self)
      }
    }
    #expect(written == "1:[1, 2, 3, 5]\n2:[6]\n3:[4]\n4:[0, 1, 2, 3, 4, 5, 6]\n5:[1, 3]\n6:[2]\n")
    #expect(error?.description.contains("line 7: the selector 'units:7' names unit 7") == true)
  }

  @Test func `a line may be JSON`() throws {
    let place = try Place()
    let lines = [
      "[3,17, 3]", #""20-22,5""#, #"  {"delete": "contains:e6", "name": "sixes"}"#,
      #"{"delete":[9]}"#,
      #"["5","7"]"#, #"{"deleted":["69"],"line":4}"#, #""unit:5,7""#, "8",
    ]
    let found = try place.read(Array(lines.joined(separator: "\n").utf8))
    #expect(found.fault == nil)
    let expected: [[Int]] = [
      [3, 17], [5, 20, 21, 22], [6] + Array(60...69), [9], [5, 7], [69], [5, 7], [8],
    ]
    #expect(found.sets.map(\.deleted) == expected)
  }

  @Test(arguments: [
    ("[3,17", "found [3,17, expected a selector as a string"), ("[3,70]", "position 70"),
    ("[-3]", "position -3"), ("[3-5]", "found [3-5], expected"), ("[]", "matches none"),
    ("[1.5]", "found [1.5], expected"), (#"["3",4]"#, "expected"), (#"["70"]"#, "unit '70'"),
    (#"{"delete":{"delete":[1]}}"#, "expected"), (#"{"delete":[1],"deleted":[1]}"#, "expected"),
    (#"{"remove":[1]}"#, "an object with one of these as 'delete'"),
    (#""contains:zzz""#, "matches none"),
    (#"{"delete":""}"#, "selector ''"), ("{}", "found {}, expected"),
  ])
  func `JSON that is no set is named with its line`(line: String, tells: String) throws {
    let place = try Place()
    let (sets, fault) = try place.read(Array("1\n\(line)\n2\n".utf8))
    #expect(sets.map(\.deleted) == [[1]])
    let error = try #require(fault)
    #expect(error.category == .data && error.description.contains("line 2: "))
    #expect(error.description.contains(tells), "\(error)")
  }

  /// Several chunks, several pieces each, and several threads.
  @Test(arguments: [1, 2, 5])
  func `results come in the order of lines, up to the first fault`(threads: Int) throws {
    let place = try Place()
    let lines = (0..<1000).map { "\($0 % 70),\($0 * 3 % 70)" }
    let text = lines.joined(separator: "\n")
    let whole = try place.read(Array(text.utf8), atOnce: 2000, threads: threads)
    #expect(whole.fault == nil && whole.sets.map(\.line) == Array(1...1000))
    for (line, deleted) in whole.sets {
      #expect(deleted == Set([(line - 1) % 70, (line - 1) * 3 % 70]).sorted())
    }
    for bad in [[0], [63, 64], [700, 100], [999]] {
      var wrong = lines
      for line in bad { wrong[line] = "70" }
      let (sets, fault) = try place.read(
        Array(wrong.joined(separator: "\n").utf8),
        atOnce: 2000,
        threads: threads
      )
      let first = try #require(bad.min())
      #expect(sets.map(\.line) == Array(1..<(first + 1)))
      #expect(fault?.description.contains("line \(first + 1): ") == true)
    }
  }
}
