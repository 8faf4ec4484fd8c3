import ArgumentParser
import Foundation
import LacunaConformance
import LacunaPluginHost
import LacunaProtocols
import Synchronization

/// The command `lacuna plugins test`.
struct PluginsTestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Checks that plugins keep the rules of the plugin interface.",
    discussion: """
      Each check runs in a process of its own, which is ended when it takes too long. The exit code \
      is 0 when nothing was found of the severity of --fail-on or above, and 65 otherwise.
      """
  )

  @Argument(help: "Plugins, by name or path of the library.")
  var file: [String] = []

  @Option(
    help: ArgumentHelp(
      "A check to run, or a category of them. May be given several times; all by default.",
      valueName: "check"
    )
  )
  var check: [String] = []

  @Flag(help: "List the checks and run none.")
  var list = false

  @Option(help: "From which the random choices of the checks are drawn.")
  var seed: UInt64 = 0

  @OptionGroup var material: MaterialOptions

  @Option(
    help: ArgumentHelp(
      "The seconds after which a check is stopped.",
      discussion: "By default each check has its own, which --list --format json tells."
    )
  )
  var timeout: Int?

  @Option(help: "The severity from which on a finding fails: must, should or note.")
  var failOn: FailingSeverity = .must

  @Flag(help: "Run the checks in this process, for a debugger.")
  var inProcess = false

  @OptionGroup var plugins: PluginOptions
  @Option(help: "text, json or junit") var format: ConformanceFormat = .text

  func validate() throws {
    if let timeout, !(1...86_400 ~= timeout) {
      throw ValidationError("--timeout is \(timeout), expected 1 to 86400 seconds")
    }
    if file.isEmpty, !list { throw ValidationError("name at least one plugin") }
  }

  func run() throws {
    let checks = try chosen()
    guard !list else { return try Terminal.output(CheckList(checks).formatted(as: format)) }
    let locator = plugins.registry().locator
    let paths = try file.map { try locator.locate($0) }
    guard let executable = Executable.path else { throw SessionError.noExecutable }
    let runner = ConformanceRunner(
      launcher: CheckLauncher(
        executable: executable,
        arguments: ["plugins", CheckWorkerCommand.name]
      ),
      scratchRoot: FileManager.default.temporaryDirectory.path,
      seed: seed,
      material: material.material,
      timeout: timeout.map(Double.init),
      width: min(ProcessInfo.processInfo.activeProcessorCount, 4),
      inProcess: inProcess,
      isCancelled: { Interruption.isRequested }
    )
    for path in paths {
      if let fault = try runner.materialFault(on: path) { throw SessionError.material(fault) }
    }
    let bar = ProgressBar("test")
    defer { bar.finish() }
    let total = checks.count * paths.count
    let done = Mutex(0)
    let results = try paths.flatMap { path in
      try runner.run(checks, on: path) { _ in
        let count = done.withLock { value in
          value += 1
          return value
        }
        bar.show(done: count, of: total)
      }
    }
    bar.finish()
    let report = ConformanceReport(
      results: results,
      seed: seed,
      options: material.arguments + (timeout.map { ["--timeout", "\($0)"] } ?? []),
      failOn: failOn.severity
    )
    try Terminal.output(report.formatted(as: format))
    guard results.count == total else {
      throw SessionError.checksInterrupted(found: results.count, expected: total)
    }
    if report.fails { throw ExitCode(ErrorCategory.data.rawValue) }
  }

  /// The checks that were asked for, in the order of the catalogue.
  private func chosen() throws -> [ConformanceCheck] {
    let all = ConformanceCatalogue.all
    let categories = ConformanceCheck.Category.allCases.map(\.rawValue)
    for name in check where !categories.contains(name) && !all.contains(where: { $0.id == name }) {
      let tail = suggestionTail(for: name, among: categories + all.map(\.id))
      throw ValidationError("there is no check or category '\(name)'; --list names them.\(tail)")
    }
    guard !check.isEmpty else { return all }
    return all.filter { check.contains($0.id) || check.contains($0.category.rawValue) }
  }
}

/// What learners are checked with.
struct MaterialOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A data file to check learners with.",
      discussion: "By default the cases of the plugin, else lines made up for the purpose.",
      valueName: "file"
    )
  )
  var data: String?

  @Option(
    name: .customLong("config"),
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A setting of the learner. May be given several times.",
      valueName: "key=value"
    )
  )
  var settings: [String] = []

  @Option(help: "Use only so many examples from the start of the data.")
  var examples: Int?

  func validate() throws {
    if data == nil, !settings.isEmpty || examples != nil {
      throw ValidationError("--config and --examples go with --data")
    }
    if let examples, examples < 1 { throw ValidationError("--examples must be at least 1") }
  }

  /// The options as they are written, with an absolute path: they are for any folder.
  var arguments: [String] {
    (material.data.map { ["--data", $0] } ?? []) + settings.flatMap { ["--config", $0] }
      + (examples.map { ["--examples", "\($0)"] } ?? [])
  }

  /// What checks are given.
  var material: CheckContext.Material {
    CheckContext.Material(
      data: data.map { URL(fileURLWithPath: $0).standardizedFileURL.path },
      settings: settings,
      examples: examples
    )
  }
}

/// The severities, on the command line.
enum FailingSeverity: String, CaseIterable, ExpressibleByArgument {
  case must, should, note

  var severity: ConformanceCheck.Severity {
    switch self {
    case .must: .must
    case .should: .should
    case .note: .note
    }
  }
}

/// The child's side of `lacuna plugins test`, which starts it for each check.
struct CheckWorkerCommand: ParsableCommand {
  static let name = "check-one"
  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "Runs one check for its parent process.",
    shouldDisplay: false
  )

  func run() throws {
    do {
      try CheckWorker.run { _exit($0) }
    } catch ChildError.closed {
      // The parent is there as long as it has no answer: something here closed the socket.
      throw ExitCode(ChildSide.lostChannelCode)
    }
  }
}
