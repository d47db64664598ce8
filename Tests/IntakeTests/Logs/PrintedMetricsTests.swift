import Evidence
import Testing

@testable import Intake

@Suite("Metrics that logs print")
struct PrintedMetricsTests {
    private func read(_ line: String) -> [String] {
        var text = line
        return text.withUTF8 { PrintedMetrics.read(LineBytes(UnsafeRawBufferPointer($0))) }.map {
            "\($0.name)=\(MetricPoint.text(of: $0.value))"
        }
    }

    @Test(
        "are read in the styles of the field",
        arguments: [
            ("metric rmse=4.61", ["rmse=4.61"]), ("metric rows=700.000000", ["rows=700.0"]), ("val_loss: 0.31", ["val_loss=0.31"]),
            ("Epoch 3 loss nan", ["loss=NaN"]),
            ("Epoch 3/10 train_loss=0.52 val_loss=inf lr=0.001", ["train_loss=0.52", "val_loss=Infinity"]),
            (
                "12/12 [==============================] - 0s 3ms/step - loss: 0.4412 - accuracy: 0.8125 - val_loss: nan",
                ["loss=0.4412", "accuracy=0.8125", "val_loss=NaN"]
            ),
            ("[10]\ttrain-auc:0.91234\teval-auc:0.88001", ["train-auc=0.91234", "eval-auc=0.88001"]),
            ("{'loss': 0.693, 'grad_norm': 1.2, 'learning_rate': 5e-05, 'epoch': 0.5}", ["loss=0.693"]),
            ("{\"eval_accuracy\": 0.8, \"eval_runtime\": 12.1}", ["eval_accuracy=0.8"]), ("Test accuracy: 93.1%", ["test accuracy=93.1"]),
            ("training error: 0.4000 validation error: 0.5", ["training error=0.4", "validation error=0.5"]),
            ("Step 100 | loss: 2.31e-02 | tok/s: 8120", ["loss=0.0231"]), ("test_acc    0.9712", ["test_acc=0.9712"]),
            ("loss=tensor(0.3121), r2 = -0.12.", ["loss=0.3121", "r2=-0.12"]), ("AUC = 0.91, F1: .87", ["AUC=0.91", "F1=0.87"]),
            ("mean_squared_error 0.0103", ["mean_squared_error=0.0103"]),
            ("final metrics: rmse=1.2 coverage=0.9", ["rmse=1.2", "coverage=0.9"]),
        ])
    func styles(line: String, pairs: [String]) {
        #expect(read(line) == pairs)
    }

    @Test(
        "are not settings, counts, times, versions, or words",
        arguments: [
            "batch_size=32 lr=0.001 epochs: 10", "loss threshold: 0.5", "max_error=3", "score_version: 1.2.3", "loss: 3/10",
            "accuracy: 2026-03-02",
            "error code: 137", "Error 404", "errors=0", "loss function: mse", "map: 12ms", "precision: 16-mixed", "exited with error: 1st",
            "step 5 of 10", "nan", "loss:", "=0.5", "metric", "loss: 1,234", "recall 3 items", "loss == 0.5", "", "score: 10.0.0.4",
            "metric epoch=3",
        ])
    func notMetrics(line: String) {
        #expect(read(line) == [])
    }

    private func metrics(_ text: String) throws -> [PrintedMetric] { try LogSupport.scan(text).metrics ?? [] }

    @Test("become curves with the place of the last value and of the first that was no number")
    func curves() throws {
        let found = try metrics("epoch 1 loss: 0.7\nnoise\nepoch 2 loss: nan\nepoch 3 loss: nan\nTest accuracy: 0.5\n")
        #expect(found.map(\.name) == ["loss", "test accuracy"])
        let loss = try #require(found.first)
        #expect(loss.points.map(\.line) == [1, 3, 4])
        #expect(loss.points.map { MetricPoint.text(of: $0.value) } == ["0.7", "NaN", "NaN"])
        #expect(loss.lastLine.number == 4 && loss.firstNonfinite?.number == 3)
    }

    @Test("of a long log are a sample, in which the last value and the first that was no number are exact")
    func samples() throws {
        let lines = (1...20_000).map { "step \($0)/20000 loss=\($0 == 7_777 ? "nan" : "0.\($0)")" }
        let loss = try #require(try metrics(lines.joined(separator: "\n") + "\n").first)
        #expect(loss.points.count <= 200)
        #expect(loss.points.last == PrintedPoint(line: 20_000, value: 0.2))
        #expect(loss.firstNonfinite?.number == 7_777)
        #expect(zip(loss.points, loss.points.dropFirst()).allSatisfy { $0.line < $1.line })
    }

    @Test("never end the program, whatever the bytes")
    func anything() {
        var state: UInt64 = 7
        let alphabet = Array("loss: =nan0.1e-+%metric,'\"[]()\n\r\t /épé".utf8)
        for _ in 0..<300 {
            let bytes = (0..<120).map { _ -> UInt8 in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return alphabet[Int(state >> 33) % alphabet.count]
            }
            _ = bytes.withUnsafeBytes { PrintedMetrics.read(LineBytes($0)) }
        }
        #expect(read("loss: " + String(repeating: "9", count: 5_000)) == [])
    }
}
