import Evidence
import Testing

@testable import Intake

@Suite("Mapping of fields")
struct MappingTests {
    @Test(
        "reads a length of time in every form that is met",
        arguments: [
            ("3600", 3_600), ("2592000.0", 2_592_000), ("PT1H", 3_600), ("PT1H30M", 5_400), ("P30D", 2_592_000), ("P1DT0.5S", 86_400.5),
            ("01:30:00", 5_400), ("1.00:30:00", 88_200), ("00:00:50.5", 50.5), ("", nil), ("P", nil), ("PT", nil), ("1H", nil),
            ("never", nil), ("P1H", nil), ("00:61:00", nil), ("-1", nil), ("nan", nil), ("99999999999999999999:00:00", nil),
        ] as [(String, Double?)])
    func spans(text: String, seconds: Double?) {
        #expect(Span.seconds(text) == seconds)
    }

    @Test(
        "reads time stamps that only records have",
        arguments: [
            ("2026-02-01T19:54:19.1138657+00:00", "2026-02-01T19:54:19.113865Z"), ("2026-02-01 19:54:21 +0000 GMT", "2026-02-01T19:54:21Z"),
            ("datetime.datetime(2026, 2, 1, 19, 54, 19, 113000, tzinfo=datetime.timezone.utc)", "2026-02-01T19:54:19.113Z"),
            ("datetime.datetime(2026, 2, 1, 19, 54, tzinfo=tzutc())", "2026-02-01T19:54:00Z"),
            ("datetime(2026, 2, 1)", "2026-02-01T00:00:00Z"),
            ("datetime.datetime(2026, 2, 1, 19, 54, tzinfo=<DstTzInfo 'Europe/Berlin'>)", nil), ("datetime.datetime(1, 1, 1, 0, 0)", nil),
            ("datetime.datetime(2026, 2", nil), ("datetime.datetime()", nil), ("datetime.datetime(99999999999999999999, 1, 1)", nil),
            ("0001-01-01T00:00:00+00:00", nil), ("yesterday UTC", nil),
        ] as [(String, String?)])
    func times(text: String, moment: String?) {
        #expect(FieldTime.parse(text)?.rfc3339 == moment)
    }

    @Test(
        "takes the name of a compute target out of what wraps it",
        arguments: [
            ("cpu-cluster", "cpu-cluster"), ("azureml:cpu-cluster", "cpu-cluster"),
            ("/subscriptions/0/resourceGroups/rg/providers/x/workspaces/w/computes/Gpu", "Gpu"),
            ("azureml:/subscriptions/0/computes/gpu/", "gpu"), ("AmlCompute", nil), ("", nil), ("azureml:", nil), ("///", nil),
        ] as [(String, String?)])
    func computes(text: String, name: String?) {
        #expect(ResourceName.compute(text) == name)
    }

    @Test(
        "reads a binding to another step's output",
        arguments: [
            ("${{parent.jobs.prep.outputs.data}}", PortReference(step: "prep", port: "data")),
            ("${{ parent.jobs.prep.outputs.data }}", PortReference(step: "prep", port: "data")),
            ("${{jobs.prep.outputs.data}}", PortReference(step: "prep", port: "data")), ("${{parent.inputs.raw}}", nil),
            ("${{parent.jobs.prep.inputs.data}}", nil), ("${{parent.jobs..outputs.data}}", nil), ("azureml:raw:1", nil), ("${{", nil),
            ("}}${{", nil),
        ] as [(String, PortReference?)])
    func bindings(text: String, reference: PortReference?) {
        #expect(RunPorts.reference(in: text) == reference)
    }

    @Test(
        "finds a named value in a line of text",
        arguments: [
            ("PipelineRunId", "PipelineRunId('p-1') StageName=train", "p-1"),
            ("StageName", "PipelineRunId('p-1') StageName=train", "train"),
            ("StageName", "stagename: \"score model\", Status: Failed", "score model"),
            ("Status", "StageStatus=x Status=Failed;", "Failed"),
            ("Status", "no such thing", nil), ("Status", "Status", nil), ("Status", "Status=", nil), ("Status", "Status=None", nil),
            ("Status", "Status='", nil),
        ] as [(String, String, String?)])
    func namedValues(name: String, text: String, value: String?) {
        #expect(StageUpdate.value(of: name, in: text) == value)
    }

    @Test(
        "takes a pipeline's id out of its wrapper",
        arguments: ["PipelineRunId('p-1')", "PipelineRunId(\"p-1\")", "PipelineRunId(p-1)", "p-1"])
    func wrappedIDs(text: String) {
        #expect(StageUpdate.unwrapped(text) == "p-1")
    }

    @Test("keeps no signature of a log's address and no environment variable")
    func secrets() throws {
        for id in ["run-history", "az-ml-job"] {
            let format = try #require(FormatCatalogue.all.first { $0.id == id })
            for name in FormatFixtures.samples(of: id) {
                let batch = try FormatFixtures.decode(FormatFixtures.bytes(of: id, name), as: format, name: name)
                for var statement in batch.statements {
                    // Quotes are raw lines; they are redacted where they leave the program.
                    statement.citations = [:]
                    let text = try DecodedSample.text(of: statement)
                    #expect(!text.contains("sig="))
                    #expect(!text.contains("not kept"))
                }
            }
        }
    }
}
