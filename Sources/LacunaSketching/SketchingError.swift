import LacunaExecution
import LacunaPrograms
import LacunaProtocols

/// What can go wrong between data and prediction.
public enum SketchingError: LacunaError, Equatable {
  // — data
  /// A data file that is missing or cannot be read.
  case unreadableData(path: String, reason: String)
  /// A data file without records.
  case emptyData(path: String)
  /// A data file that is not text, or not a table.
  case malformedData(path: String, line: Int, found: String, expected: String)
  /// More examples asked for than there are.
  case tooFewExamples(path: String, found: Int, expected: Int)
  /// A data file other than the one the store was made with.
  case dataDiffers(path: String, found: String, expected: String)
  /// A record that the learner did not encode: it is at fault, or the learner is.
  case unencodable(what: String, reason: String, category: ErrorCategory)

  // — selectors
  /// A selector that cannot be read.
  case malformedSelector(text: String, expected: String)
  /// A file of positions that is missing or cannot be read.
  case unreadableSelector(text: String, reason: String)
  /// A selector that no example matches.
  case selectsNothing(text: String, examples: Int)
  /// A position outside the data.
  case positionOutOfRange(text: String, found: Int, examples: Int, of: String = "position")
  /// A file of deletion sets that is missing or cannot be read.
  case unreadableSets(path: String, reason: String)
  /// A line, counted from 1, that is no deletion set.
  case malformedSets(path: String, line: Int, reason: String)

  // — units
  /// Units that cannot be, or a choice that is not of whole units.
  case units(UnitError)

  // — initial state and directions
  /// An initial state that does not fit the learner.
  case initialState(source: String, problem: String)
  /// A directions file that does not fit the data.
  case directions(source: String, problem: String)

  // — runs
  /// A learner whose description does not hold together.
  case learner(name: String, problem: String)
  /// A number that is not finite, after a step, counted from 0.
  case notFinite(step: Int, steps: Int, tensor: String, hint: String)
  /// The run was asked to stop.
  case interrupted
  /// Something that a plan refused.
  case execution(ExecutionError)
  /// A measurement that gave no finite number.
  case measurementNotFinite(measurement: String, query: String)
  /// A gradient through training that is not finite.
  case gradientNotFinite(measurement: String, query: String)
  /// Something through which there is no way back.
  case noAdjoint(subject: String, reason: String)
  /// A prediction that is not a finite number.
  case predictionNotFinite(measurement: String, query: String, degree: Int)
  /// A routine of linear algebra that failed.
  case linearAlgebra(routine: String, code: Int)
  /// An exact first order that is not that of the measurement on the sketch.
  case gradient(problem: String)
  /// An option outside its range.
  case option(name: String, found: String, expected: String)
}

extension SketchingError {
  /// The category, which decides the exit code.
  public var category: ErrorCategory {
    switch self {
    case .unreadableData, .unreadableSelector, .unreadableSets: .noInput
    case .emptyData, .malformedData, .malformedSets, .tooFewExamples, .dataDiffers, .initialState,
      .directions, .notFinite, .measurementNotFinite, .predictionNotFinite, .gradientNotFinite,
      .gradient:
      .data
    case .malformedSelector, .selectsNothing, .positionOutOfRange, .option: .usage
    case .unencodable(_, _, let category): category
    case .units(let error): error.category
    case .execution(.outOfMemory): .osError
    case .execution(.spill): .cannotCreate
    case .noAdjoint: .usage
    case .learner, .execution, .linearAlgebra: .software
    case .interrupted: .temporary
    }
  }

  /// What was wrong, where, and what to do.
  public var description: String {
    switch self {
    case .unreadableData(let path, let reason):
      "cannot read the data file \(path): \(reason)"
    case .emptyData(let path):
      "the data file \(path) holds no records; expected at least one line of text"
    case .malformedData(let path, let line, let found, let expected):
      "\(path), line \(line): found \(found), expected \(expected)"
    case .tooFewExamples(let path, let found, let expected):
      "the data file \(path) holds \(found) records, but \(expected) were asked for; "
        + "lower --examples"
    case .dataDiffers(let path, let found, let expected):
      "the data file \(path) is not the one the sketch was made with: its digest is \(found), "
        + "expected \(expected); give the right file with --data"
    case .unencodable(let what, let reason, _): "\(what): \(reason)"
    case .malformedSelector(let text, let expected):
      "cannot read the selector '\(text)': expected \(expected)"
    case .unreadableSelector(let text, let reason):
      "cannot read the file of the selector '\(text)': \(reason)"
    case .selectsNothing(let text, let examples):
      "the selector '\(text)' matches none of the \(examples) examples; nothing would be deleted"
    case .positionOutOfRange(let text, let found, let examples, let kind):
      "the selector '\(text)' names \(kind) \(found), expected 0 to \(examples - 1)"
    case .unreadableSets(let path, let reason):
      "cannot read the file of deletion sets \(path): \(reason)"
    case .malformedSets(let path, let line, let reason): "\(path), line \(line): \(reason)"
    case .units(let error): error.description
    case .initialState(let source, let problem): "initial state \(source): \(problem)"
    case .directions(let source, let problem): "directions \(source): \(problem)"
    case .learner(let name, let problem): "learner '\(name)': \(problem)"
    case .notFinite(let step, let steps, let tensor, let hint):
      "training gave a number that is not finite (NaN or infinity) in '\(tensor)' at step "
        + "\(step + 1) of \(steps); \(hint)"
    case .interrupted: "interrupted; run the same command again"
    case .execution(let error): error.description
    case .measurementNotFinite(let measurement, let query):
      "the measurement '\(measurement)' of the query '\(query)' is not a finite number"
    case .gradientNotFinite(let measurement, let query):
      "the gradient of '\(measurement)' of the query '\(query)' through training is not finite: a step of "
        + "training has no derivative somewhere; put the optimiser's epsilon inside the root, or lower the "
        + "learning rate"
    case .noAdjoint(let subject, let reason):
      "\(subject) has no adjoint: \(reason); sketch without --adjoint"
    case .predictionNotFinite(let measurement, let query, let degree):
      "the prediction of '\(measurement)' for the query '\(query)' is not a finite number: its terms "
        + "up to degree \(degree) leave the range of numbers; sketch to a lower degree"
    case .linearAlgebra(let routine, let code):
      "the linear algebra of an estimate failed (\(routine) returned \(code)); use --estimator mean"
    case .gradient(let problem):
      "the exact gradient does not fit the sketch: \(problem); make it again, with the data, the learner and the "
        + "query of this sketch"
    case .option(let name, let found, let expected):
      "\(name) is \(found), expected \(expected)"
    }
  }
}

/// Runs something that may throw ``ExecutionError`` and rethrows it as a ``SketchingError``.
func executing<Result>(_ body: () throws(ExecutionError) -> Result) throws(SketchingError) -> Result
{
  do {
    return try body()
  } catch {
    throw .execution(error)
  }
}
