import Evidence
import Testing

@testable import Intake

@Suite("Paths that are filled in, and handlers without except")
struct PythonFormattedPathTests {
    @Test("a path that begins with a value begins where the value points")
    func formatted() {
        let code = """
            args = parser.parse_args()
            folder = "results"
            df.to_csv("%s/a.csv" % args.out)
            df.to_csv("{}/b.csv".format(args.out))
            df.to_csv("%s/%s.csv" % (folder, name))
            df.to_csv("run_{}.csv".format(args.seed))
            df.to_csv("{folder}/c.csv".format(folder=folder))
            df.to_csv("100%%/d.csv" % ())
            """
        #expect(
            describeCalls(code, .write) == """
                3 df.to_csv argument out </a.csv>
                4 df.to_csv argument out </b.csv>
                5 df.to_csv literal <results/{name}.csv>
                6 df.to_csv literal <run_{seed}.csv>
                7 df.to_csv unknown <{}/c.csv>
                8 df.to_csv literal <100%/d.csv>
                """)
    }

    @Test("exports and checkpoints")
    func exports() {
        let code = """
            import torch
            torch.onnx.export(model, sample, "net.onnx")
            torch.onnx.export(model, sample, f=args.out + "/net.onnx")
            keras.callbacks.ModelCheckpoint("best.keras")
            ModelCheckpoint(dirpath="ckpt", monitor="val_loss")
            """
        #expect(
            describeCalls(code, .write) == """
                2 torch.onnx.export literal <net.onnx>
                3 torch.onnx.export argument out </net.onnx>
                4 keras.callbacks.ModelCheckpoint literal <best.keras>
                5 ModelCheckpoint literal <ckpt>
                """)
    }

    @Test("suppress is a handler that does nothing")
    func suppress() {
        let code = """
            import contextlib
            from contextlib import suppress
            def save(df):
                with contextlib.suppress(OSError, ValueError):
                    out = df.copy()
                    out.to_csv("a.csv")
                with suppress(Exception): df.to_csv("b.csv")
                with open("c") as handle: pass
            """
        #expect(
            describeHandlers(code) == """
                4 try 4 body 5-6 ["OSError", "ValueError"] pass [] ["out"] in save
                7 try 7 body 7-7 ["Exception"] pass [] [] in save
                """)
    }
}
