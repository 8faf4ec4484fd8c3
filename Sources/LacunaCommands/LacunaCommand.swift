import ArgumentParser
import LacunaProtocols

/// The command `lacuna`.
public struct LacunaCommand: ParsableCommand {
  /// Name, summary and subcommands.
  public static let configuration = CommandConfiguration(
    commandName: "lacuna",
    abstract: "Predicts what a trained model would do had some training data been left out.",
    discussion: """
      'precompute' trains once over truncated power series along random directions and keeps \
      the result, the sketch; 'predict' answers from it, for any deletion and any measurement.
      """,
    version: "0.1.0",
    subcommands: [
      PrecomputeCommand.self, PredictCommand.self, RetrainCommand.self, CurveCommand.self,
      PlanCommand.self, EvaluateCommand.self,
      StabilityCommand.self,
      InteractionsCommand.self, AttributeCommand.self,
      InspectCommand.self, PluginsCommand.self,
    ]
  )

  /// The command, for the argument parser.
  public init() {}
}

extension LacunaCommand {
  /// Runs a command line and returns the exit code, after sysexits.
  public static func run(_ arguments: [String]) -> Int32 {
    Interruption.install()
    do {
      try checkNames(arguments)
      var command = try parseAsRoot(arguments)
      try command.run()
      return 0
    } catch {
      return Failure(error).report(as: Self.self)
    }
  }

  /// Looks at the names of subcommands before the argument parser does, which suggests none.
  private static func checkNames(_ arguments: [String]) throws(SessionError) {
    var known = configuration.subcommands
    for name in arguments {
      let names = known.map { $0.configuration.commandName ?? "" }
      guard !known.isEmpty, !name.hasPrefix("-"), name != "help" else { return }
      guard let index = names.firstIndex(of: name) else {
        throw .unknownCommand(name: name, available: names)
      }
      known = known[index].configuration.subcommands
    }
  }
}
