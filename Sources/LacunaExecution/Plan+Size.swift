import CJetKernels

extension Plan {
  /// The bytes that calls and indices take in each workspace that the plan is bound in.
  public var bindingBytes: Int {
    indexBytes
      + calls.count * (MemoryLayout<lk_arguments>.stride + MemoryLayout<Kernel>.stride)
  }
}
