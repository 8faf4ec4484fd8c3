import Testing
import LacunaPrograms
import LacunaProtocols
import LacunaSketching
@testable import MicrogptPlugin

@Test func scratch() throws {
  let records = ["emma", "olivia", "ava", "xq"].map { Record(text: $0) }
  let m = try Microgpt(configuration: Configuration(schema: Microgpt.descriptor.schema), records: records)
  for s in m.state { print(s.name, s.shape, s.role) }
  let e = try m.encode(records[0])
  print(e)
  let sch = try m.schedule(exampleCount: 4, stepCount: nil)
  print(sch)
  let p = try ProgramTracer.traceStep(m, name: "microgpt", batch: e.signature(batchSize: 1), state: m.state, scalarNames: sch.scalarNames)
  print(p.text, p.instructions.count)
  let f = try ProgramTracer.traceForward(m, name: "microgpt", parameters: m.state, example: e.signature)
  print(f.text)
}
