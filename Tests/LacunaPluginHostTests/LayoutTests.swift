import CLacunaABI
import Testing

/// The layouts that the headers assert in C, seen from Swift.
struct LayoutTests {
  @Test func structsHaveTheSizesOfTheHeaders() {
    #expect(MemoryLayout<lacuna_text>.size == 16)
    #expect(MemoryLayout<lacuna_magic>.size == 48)
    #expect(MemoryLayout<lacuna_error>.size == 40)
    #expect(MemoryLayout<lacuna_text_sink>.size == 24)
    #expect(MemoryLayout<lacuna_record>.size == 32)
    #expect(MemoryLayout<lacuna_tensor>.size == 64)
    #expect(MemoryLayout<lacuna_tensor_sink>.size == 24)
    #expect(MemoryLayout<lacuna_state_tensor>.size == 64)
    #expect(MemoryLayout<lacuna_state_sink>.size == 24)
    #expect(MemoryLayout<lacuna_schedule_sink>.size == 32)
    #expect(MemoryLayout<lacuna_value>.size == 88)
    #expect(MemoryLayout<lacuna_builder>.size == 72)
    #expect(MemoryLayout<lacuna_learner>.size == 152)
    #expect(MemoryLayout<lacuna_measurement>.size == 120)
    #expect(MemoryLayout<lacuna_store>.size == 136)
    #expect(MemoryLayout<lacuna_host>.size == 104)
    #expect(MemoryLayout<lacuna_plugin>.size == 152)
    #expect(MemoryLayout<lacuna_configuration_reader>.size == 56)
  }

  @Test func everyStructButTheTwoTablesBeginsWithItsSize() {
    #expect(MemoryLayout.offset(of: \lacuna_magic.struct_size) == 0)
    #expect(MemoryLayout.offset(of: \lacuna_error.struct_size) == 0)
    #expect(MemoryLayout.offset(of: \lacuna_text_sink.struct_size) == 0)
    #expect(MemoryLayout.offset(of: \lacuna_record.struct_size) == 0)
    #expect(MemoryLayout.offset(of: \lacuna_tensor.struct_size) == 0)
    #expect(MemoryLayout.offset(of: \lacuna_tensor_sink.struct_size) == 0)
    #expect(MemoryLayout.offset(of: \lacuna_state_tensor.struct_size) == 0)
    #expect(MemoryLayout.offset(of: \lacuna_state_sink.struct_size) == 0)
    #expect(MemoryLayout.offset(of: \lacuna_schedule_sink.struct_size) == 0)
    #expect(MemoryLayout.offset(of: \lacuna_value.struct_size) == 0)
    #expect(MemoryLayout.offset(of: \lacuna_builder.struct_size) == 0)
    #expect(MemoryLayout.offset(of: \lacuna_learner.struct_size) == 0)
    #expect(MemoryLayout.offset(of: \lacuna_measurement.struct_size) == 0)
    #expect(MemoryLayout.offset(of: \lacuna_store.struct_size) == 0)
    #expect(MemoryLayout.offset(of: \lacuna_configuration_reader.struct_size) == 0)
  }

  @Test func theTwoTablesBeginWithTheMagicBlock() {
    #expect(MemoryLayout.offset(of: \lacuna_host.magic) == 0)
    #expect(MemoryLayout.offset(of: \lacuna_plugin.magic) == 0)
    #expect(MemoryLayout.offset(of: \lacuna_host.struct_size) == 48)
    #expect(MemoryLayout.offset(of: \lacuna_plugin.struct_size) == 48)
  }

  @Test func fieldsLieWhereTheHeadersSay() {
    #expect(MemoryLayout.offset(of: \lacuna_magic.magic) == 8)
    #expect(MemoryLayout.offset(of: \lacuna_magic.major) == 16)
    #expect(MemoryLayout.offset(of: \lacuna_magic.pointer_width) == 24)
    #expect(MemoryLayout.offset(of: \lacuna_magic.toolchain) == 32)
    #expect(MemoryLayout.offset(of: \lacuna_error.message) == 16)
    #expect(MemoryLayout.offset(of: \lacuna_error.destroy) == 32)
    #expect(MemoryLayout.offset(of: \lacuna_tensor.dimensions) == 32)
    #expect(MemoryLayout.offset(of: \lacuna_tensor.integers) == 56)
    #expect(MemoryLayout.offset(of: \lacuna_state_tensor.first) == 48)
    #expect(MemoryLayout.offset(of: \lacuna_value.dimensions) == 24)
    #expect(MemoryLayout.offset(of: \lacuna_builder.emit) == 16)
    #expect(MemoryLayout.offset(of: \lacuna_builder.gradient) == 64)
    #expect(MemoryLayout.offset(of: \lacuna_learner.create) == 96)
    #expect(MemoryLayout.offset(of: \lacuna_learner.trace_forward) == 144)
    #expect(MemoryLayout.offset(of: \lacuna_measurement.create) == 96)
    #expect(MemoryLayout.offset(of: \lacuna_store.open) == 64)
    #expect(MemoryLayout.offset(of: \lacuna_plugin.learner_count) == 88)
  }
}
