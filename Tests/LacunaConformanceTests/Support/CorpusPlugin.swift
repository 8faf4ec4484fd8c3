import Foundation
import LacunaConformance

/// A plugin of the folder `Corpus`: one fault, told in the first lines of its source.
struct CorpusPlugin: Sendable, CustomStringConvertible {
  /// The name of the file, in kebab case.
  let name: String
  /// What is wrong with it.
  let fault: String
  /// The check that is meant to find it.
  let check: String
  /// Checks that it cannot pass either; `category/*` for all of a category.
  let others: [String]

  var description: String { "\(name): \(fault)" }

  /// The folder of the corpus, found from this file.
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Corpus").path

  /// The plugins of a language, by the ending of their files.
  static func all(_ language: String, ending: String) -> [CorpusPlugin] {
    let place = "\(folder)/\(language)"
    let files = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
    return files.sorted().filter { $0.hasSuffix(ending) }.compactMap {
      CorpusPlugin(path: "\(place)/\($0)")
    }
  }

  private init?(path: String) {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
    func line(_ key: String) -> String? {
      text.split(separator: "\n").first { $0.hasPrefix("// \(key): ") }
        .map { String($0.dropFirst(key.count + 5)) }
    }
    guard let fault = line("fault"), let check = line("check") else { return nil }
    // In Swift files are called after their type: `KeepsText` is `keeps-text`.
    name = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
      .reduce(into: "") {
        $0 += $1.isUppercase ? ($0.isEmpty ? "" : "-") + $1.lowercased() : "\($1)"
      }
    self.fault = fault
    self.check = check
    others = line("also")?.split(separator: " ").map(String.init) ?? []
  }

  /// Whether a check may find something in it.
  func isBroken(for check: String) -> Bool {
    check == self.check
      || others.contains { $0 == check || $0 == "\(check.prefix { $0 != "/" })/*" }
  }

  /// Compiles it, as C, to a library of its own.
  ///
  /// - Throws: an error with what the compiler says.
  func compiled() throws -> String { try Self.compile("\(name).c") }

  /// Compiles a file of the corpus, as C.
  ///
  /// - Throws: an error with what the compiler says.
  static func compile(_ file: String) throws -> String {
    try compile(source: "#include \"\(file)\"\n")
  }

  /// Compiles C that may include files of the corpus.
  ///
  /// - Throws: an error with what the compiler says.
  static func compile(source: String) throws -> String {
    try Bench.compile(
      source,
      options: ["-O0", "-I", "\(folder)/C", "-fvisibility=hidden"]
    )
  }
}
