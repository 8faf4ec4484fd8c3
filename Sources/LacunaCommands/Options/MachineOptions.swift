import ArgumentParser
import Foundation
import LacunaExecution
import LacunaSketching

extension InstructionSet: ExpressibleByArgument {
  /// By name.
  public init?(argument: String) {
    guard let found = Self.allCases.first(where: { $0.name == argument }) else { return nil }
    self = found
  }

  /// The names.
  public static var allValueStrings: [String] { allCases.map(\.name) }
}

extension Precision: ExpressibleByArgument {}

/// How a command uses the machine.
struct MachineOptions: ParsableArguments {
  @Option(help: "Threads that work at once. (default: one a core)")
  var threads: Int?

  @Option(
    help: ArgumentHelp(
      "Instruction set of the kernels, at most the processor's.",
      discussion: "The environment variable LACUNA_ISA does the same. (default: the best)"
    )
  )
  var isa: InstructionSet?

  func validate() throws {
    if let threads, threads < 1 {
      throw ValidationError("--threads is \(threads), expected at least 1")
    }
  }

  /// Options for a run with a progress bar.
  func options(_ precision: Precision, _ bar: ProgressBar?) throws -> ExecutionOptions {
    ExecutionOptions(
      precision: precision,
      instructionSet: try instructionSet(),
      threads: threads ?? ProcessInfo.processInfo.activeProcessorCount,
      progress: { progress in bar?.show(progress) },
      isCancelled: { Interruption.isRequested }
    )
  }

  private func instructionSet() throws -> InstructionSet {
    var wanted = isa
    if wanted == nil, let name = Environment.instructionSet {
      wanted = InstructionSet(argument: name)
      guard wanted != nil else {
        throw SketchingError.option(
          name: "LACUNA_ISA",
          found: "'\(name)'",
          expected: InstructionSet.allValueStrings.joined(separator: ", ")
        )
      }
    }
    guard let wanted else { return .best }
    guard wanted.rawValue <= InstructionSet.best.rawValue else {
      throw SketchingError.option(
        name: isa == nil ? "LACUNA_ISA" : "--isa",
        found: wanted.name,
        expected: "one this processor has: "
          + InstructionSet.available.map(\.name).joined(separator: ", ")
      )
    }
    return wanted
  }
}

/// The environment, read here and nowhere else.
enum Environment {
  /// `LACUNA_ISA`, if it is set.
  static var instructionSet: String? { value("LACUNA_ISA") }

  /// The folders of `LACUNA_PLUGIN_PATH`, separated by colons.
  static var pluginFolders: [String] {
    (value("LACUNA_PLUGIN_PATH") ?? "").split(separator: ":").map(String.init)
  }

  /// The file that remembers what plugins were found: in `XDG_CACHE_HOME`, or `.cache` in `HOME`.
  static var pluginCache: String? {
    (value("XDG_CACHE_HOME") ?? value("HOME").map { $0 + "/.cache" }).map {
      $0 + "/lacuna/plugins.json"
    }
  }

  private static func value(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}
