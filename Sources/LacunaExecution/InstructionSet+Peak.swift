import CJetKernels

extension InstructionSet {
  /// Does so many rounds of independent multiply–adds in registers, which take as long as the processor
  /// needs at least.
  ///
  /// - Returns: how many multiply–adds of one lane they were.
  public func multiplyAdds(_ precision: Precision, rounds: Int) -> Double {
    lk_peak(rawValue, Int32(precision.bytes), Int64(rounds))
  }
}
