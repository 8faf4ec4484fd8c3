import ArgumentParser
import LacunaPluginHost
import LacunaSketching
import LacunaStores

/// The command `lacuna inspect`.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Says what a sketch is and consists of, or what making one will cost.",
    discussion: """
      With a sketch, says what it is. With --learner and --data, and the options that \
      'precompute' would be given, says what memory, disk and time that takes, after trying the \
      first steps for about a second; nothing is written.
      """
  )

  @Argument(help: "The sketch.")
  var store: String?

  @Option(help: "The learner, by name, LIBRARY:NAME or path of its library.")
  var learner: String?

  @Option(help: ArgumentHelp("The training data.", valueName: "file"))
  var data: String?

  @OptionGroup var options: RunOptions
  @OptionGroup var machine: MachineOptions
  @OptionGroup var plugins: PluginOptions
  @Option(help: "text or json") var format: OutputFormat = .text

  func validate() throws {
    guard (store == nil) != (learner == nil && data == nil) else {
      throw ValidationError("give either a sketch, or --learner and --data of a run to plan")
    }
    guard store != nil || (learner != nil && data != nil) else {
      throw ValidationError("\(learner == nil ? "--learner" : "--data") is missing")
    }
  }

  func run() throws {
    if let store {
      let archive = try SketchArchive.open(plugins.registry().open(store: store))
      let report = try InspectReport(archive)
      try Terminal.output(format == .json ? report.json() : report.text)
    } else if let learner, let data {
      let request = RunRequest(learner: learner, data: data, options: options, machine: machine)
      let report = try PlanReport(RequestedRun(request, plugins.registry()))
      try Terminal.output(format == .json ? report.json() : report.text)
    }
  }
}
