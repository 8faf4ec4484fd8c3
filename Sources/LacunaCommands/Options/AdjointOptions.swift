import ArgumentParser
import LacunaSketching

/// Gradients through training, where the measurement is known beforehand.
struct AdjointOptions: ParsableArguments {
  @Flag(
    name: .customLong("adjoint"),
    help: ArgumentHelp(
      "Compute the exact gradient of each query, by a reverse pass through training.",
      discussion:
        "With --directions, also its series along so many directions, up to --degree."
    )
  )
  var isWanted = false

  @OptionGroup var queries: OptionalQueryOptions

  @Option(
    help: ArgumentHelp(
      "The memory that checkpoints of --adjoint may take, as 512M or 2G. (default: as much as is worth it, at most half of what is free)",
      valueName: "size"
    )
  )
  var memory: ByteCount?

  @Option(
    help: ArgumentHelp(
      "Keep checkpoints in a file of this folder instead of memory.",
      valueName: "folder"
    )
  )
  var spill: String?

  func validate() throws {
    if isWanted {
      guard !queries.isEmpty else {
        throw ValidationError(
          "--adjoint needs to know what is measured: give at least one --query, or --mean-of"
        )
      }
      return
    }
    let given = [
      ("--query", !queries.query.isEmpty), ("--mean-of", queries.mean.meanOf != nil),
      ("--memory", memory != nil), ("--spill", spill != nil),
    ]
    if let (name, _) = given.first(where: \.1) {
      throw ValidationError("\(name) is for --adjoint: a sketch without it holds for every query")
    }
  }

  /// What checkpoints may take.
  var budget: CheckpointBudget {
    guard let memory else {
      var budget = CheckpointBudget.usual
      budget.folder = spill
      return budget
    }
    return CheckpointBudget(bytes: memory.bytes, inFilesOf: spill)
  }
}

extension CheckpointBudget {
  /// As much as is worth it, at most half of the memory that is free, or a gigabyte where the system does not
  /// say.
  static var usual: CheckpointBudget {
    CheckpointBudget(
      bytes: Machine.availableMemory.map { $0 / 2 } ?? 1 << 30,
      isGenerous: false
    )
  }
}
