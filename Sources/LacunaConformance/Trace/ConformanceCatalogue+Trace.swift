/// Checks of state, schedule and programs.
extension ConformanceCatalogue {
  static let trace: [ConformanceCheck] = [
    traced(
      "state",
      "6.3",
      "the state is the same every time, and has a parameter",
      Tracings.state
    ),
    traced(
      "schedule",
      "6.5",
      "the schedule is the same every time, sound, and as long as asked for",
      Tracings.schedule
    ),
    traced(
      "verified",
      "6.7",
      "every step can be traced, verified and written as text",
      Tracings.verified
    ),
    traced(
      "declared-state",
      "6.7",
      "the step updates tensors of the state alone, each once",
      Tracings.declaredState
    ),
    ConformanceCheck(
      .trace,
      "updates",
      .should,
      clause: "6.7",
      "the step updates a parameter",
      body: Tracings.updates
    ),
    traced(
      "forward",
      "6.13",
      "the forward function names outputs for every record",
      Tracings.forward
    ),
    traced(
      "deterministic",
      "6.6",
      "one signature gives one program: again, in another order, in another instance",
      Tracings.deterministic
    ),
    traced(
      "deterministic-processes",
      "6.6",
      "every process gives the same state, encodings, schedule and programs",
      Tracings.processes
    ),
    traced(
      "instances",
      "6.2",
      "instances of other settings or data leave each other alone",
      Instances.apart
    ),
    traced(
      "threads",
      "3.3",
      "an instance gives the same to several threads at once",
      Tracings.threads
    ),
    traced(
      "builder-errors",
      "4.4",
      "learners return the errors that the builder gives them",
      ReturnedErrors.learners
    ),
    traced(
      "sink-errors",
      "4.4",
      "learners return the errors that sinks give them",
      ReturnedErrors.sinks
    ),
    traced(
      "measurement-errors",
      "4.4",
      "measurements return the errors that the builder gives them",
      ReturnedErrors.measurements
    ),
    traced(
      "measurement-deterministic",
      "7.6",
      "measurements trace one program: again, in another instance, thread and process",
      MeasurementTracings.deterministic
    ),
  ]

  static let traceRoutines = [Tracings.fingerprints, Instances.alone, MeasurementTracings.routine]

  private static func traced(
    _ name: String,
    _ clause: String,
    _ summary: String,
    _ body: @escaping @Sendable (CheckContext) throws -> Void
  ) -> ConformanceCheck {
    ConformanceCheck(.trace, name, .must, clause: clause, summary, timeout: 60, body: body)
  }
}
