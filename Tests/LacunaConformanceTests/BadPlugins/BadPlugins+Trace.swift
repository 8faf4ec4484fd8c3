/// Faults of state, schedule, programs and cases.
extension BadPlugin {
  static let trace = [
    BadPlugin(
      "changes the order of its state",
      "FAULT_UNSTEADY_STATE",
      check: "trace/state",
      message: "gives other tensors, or another order"
    ),
    BadPlugin(
      "has no parameter",
      "FAULT_NO_PARAMETER",
      check: "trace/state",
      message: "the state has no parameter"
    ),
    BadPlugin(
      "changes its schedule",
      "FAULT_UNSTEADY_SCHEDULE",
      check: "trace/schedule",
      message: "a second call gives another schedule"
    ),
    BadPlugin(
      "decides itself how long it trains",
      "FAULT_OWN_STEP_COUNT",
      check: "trace/schedule",
      message: "5 steps, expected 0"
    ),
    BadPlugin(
      "asks for an operation that there is not",
      "FAULT_UNKNOWN_OPERATION",
      check: "trace/verified",
      message: "unknown operation 'sqare'"
    ),
    BadPlugin(
      "updates what it did not declare",
      "FAULT_UNDECLARED_STATE",
      check: "trace/declared-state",
      message: "updates 'velocity', which is not part of the state"
    ),
    BadPlugin(
      "learns nothing",
      "FAULT_UPDATES_NOTHING",
      check: "trace/updates",
      message: "the step updates no parameter"
    ),
    BadPlugin(
      "has no outputs",
      "FAULT_NO_FORWARD_OUTPUT",
      check: "trace/forward",
      message: "names no output"
    ),
    BadPlugin(
      "counts its traces",
      "FAULT_COUNTS_TRACES",
      check: "trace/deterministic",
      message: "one instance gives another step of"
    ),
    BadPlugin(
      "traces the number of its process",
      "FAULT_PROCESS_IDENTIFIER",
      check: "trace/deterministic-processes",
      message: "another process gives another step of"
    ),
    BadPlugin(
      "keeps the settings of the last instance for all",
      "FAULT_SHARED_SETTINGS",
      check: "trace/instances",
      message: "gives another step of"
    ),
    BadPlugin(
      "crashes when a flag is set",
      "FAULT_CRASHES_FOR_A_SETTING",
      check: "trace/instances",
      message: "an instance with flag=true, alone in its process: the plugin crashed with SIGABRT"
    ),
    BadPlugin(
      "cannot be called twice at once",
      "FAULT_ONE_THREAD",
      check: "trace/threads",
      message: "several threads at once"
    ),
    BadPlugin(
      "drops errors of the builder",
      "FAULT_DROPPED_BUILDER_ERROR",
      check: "trace/builder-errors",
      message: "trace_step: the error of call"
    ),
    BadPlugin(
      "drops errors of sinks",
      "FAULT_DROPPED_SINK_ERROR",
      check: "trace/sink-errors",
      message: "encode drops the error of the sink"
    ),
    BadPlugin(
      "drops errors of the builder in a measurement",
      "FAULT_DROPPED_MEASUREMENT_ERROR",
      check: "trace/measurement-errors",
      message: "trace: the error of call"
    ),
    BadPlugin(
      "measures something else each time",
      "FAULT_UNSTEADY_MEASUREMENT",
      check: "trace/measurement-deterministic",
      message: "gives another program"
    ),
  ]

  static let cases = [
    BadPlugin(
      "has a negative tolerance",
      "CHANGES=slope_expected.tolerance = -1;",
      check: "cases/readable",
      message: "the tolerance not negative"
    ),
    BadPlugin(
      "has a case of a learner that there is not",
      #"CHANGES=words.learner = text("consonants");"#,
      check: "cases/run",
      message: "no learner is named 'consonants'"
    ),
    BadPlugin(
      "has a case that deletes what is not there",
      #"CHANGES=words.deleted = text("9");"#,
      check: "cases/run",
      message: "deletes position 9 of 6 examples"
    ),
    BadPlugin(
      "expects another number",
      "CHANGES=static const double v[] = {0.25}; bias_expected.values = v;",
      check: "cases/expectations",
      message: "case 'one-line', 'bias': element 0 is 0.0200"
    ),
    BadPlugin(
      "brings no data for a table",
      "FAULT_NO_CASES",
      #"CHANGES=vowels.data_format = text("csv");"#,
      check: "cases/data",
      message: "there is no data for the learner 'vowels'"
    ),
    BadPlugin(
      "brings no numbers",
      "FAULT_NO_CASES",
      check: "cases/numbers",
      message: "what should come of training 'vowels'"
    ),
  ]
}
