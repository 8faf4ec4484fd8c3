import Foundation

/// What the world sees of this process, in words that can be compared.
struct ProcessSnapshot {
  let threads: [String]
  let children: [String]
  let descriptors: [String]
  let files: [String]
  let output: [String]
  let signals: [String]
  let place: [String]
  let variables: [String]
  let floatingPoint: [String]

  /// What is so now, with the files below a folder and the output in a file.
  init(folder: String, output: String) {
    fflush(nil)
    threads = Self.list("/proc/self/task").map { "thread \($0)" }
    children = Self.processes()
    descriptors = Self.openDescriptors()
    files = Self.below(folder)
    let written = (try? Data(contentsOf: URL(fileURLWithPath: output))) ?? Data()
    self.output = written.isEmpty ? [] : [String(decoding: written.prefix(400), as: UTF8.self)]
    signals = Self.signalStates()
    let mask = umask(0)
    umask(mask)
    place = [
      "working directory \(FileManager.default.currentDirectoryPath)",
      "file mask \(String(mask, radix: 8))",
    ]
    variables =
      Self.environmentVariables()
      + ["locale \(setlocale(LC_ALL, nil).map { String(cString: $0) } ?? "")"]
    floatingPoint = Self.arithmetic()
  }

  private static func list(_ path: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  /// The processes that this one has started, or that are in its group.
  private static func processes() -> [String] {
    let own = getpid()
    let group = getpgrp()
    return list("/proc").compactMap { name in
      guard let number = pid_t(name), number != own,
        let stat = try? String(contentsOfFile: "/proc/\(name)/stat", encoding: .utf8),
        let close = stat.lastIndex(of: ")")
      else { return nil }
      let fields = stat[stat.index(after: close)...].split(separator: " ")
      guard fields.count > 2, let parent = pid_t(fields[1]), let its = pid_t(fields[2]),
        parent == own || (its == group && group == own)
      else { return nil }
      return "process \(name)"
    }
  }

  private static func openDescriptors() -> [String] {
    list("/proc/self/fd").compactMap { name in
      let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)")
      // The one by which the folder is read has gone by now.
      return link.map { "descriptor \(name): \($0)" }
    }
  }

  private static func below(_ folder: String) -> [String] {
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
    return names.sorted().map { name in
      let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
      let isFolder = attributes?[.type] as? FileAttributeType == .typeDirectory
      let size = isFolder ? 0 : attributes?[.size] as? Int ?? 0
      return isFolder ? "folder \(name)" : "file \(name) of \(size) bytes"
    }
  }

  private static func signalStates() -> [String] {
    var blocked = sigset_t()
    sigprocmask(SIG_BLOCK, nil, &blocked)
    return (1..<65).flatMap { number -> [String] in
      var action = sigaction()
      guard sigaction(Int32(number), nil, &action) == 0 else { return [] }
      let bytes = withUnsafeBytes(of: action.__sigaction_handler) { Array($0) }
      let handler = bytes.reversed().map { String($0, radix: 16) }.joined()
      return [
        "signal \(number): handler \(handler), flags \(action.sa_flags)",
        "signal \(number): \(sigismember(&blocked, Int32(number)) == 1 ? "blocked" : "not blocked")",
      ]
    }
  }

  private static func environmentVariables() -> [String] {
    var found: [String] = []
    var next = environ
    while let entry = next.pointee {
      found.append("variable \(String(cString: entry))")
      next += 1
    }
    return found.sorted()
  }

  private static func arithmetic() -> [String] {
    let third = 1 / opaque(3)
    let half = Double.leastNormalMagnitude * opaque(0.5)
    let double = opaque(.leastNonzeroMagnitude) * opaque(2)
    return [
      "rounding mode \(fegetround())",
      "one third is \(String(third.bitPattern, radix: 16))",
      "half of the smallest normal number is \(half)",
      "twice the smallest number is \(double)",
    ]
  }

  /// The same number, which the compiler does not look into.
  @inline(never)
  @_optimize(none)
  private static func opaque(_ value: Double) -> Double { value }
}
