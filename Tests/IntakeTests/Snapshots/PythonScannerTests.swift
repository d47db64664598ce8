import Evidence
import Testing

@testable import Intake

/// Calls of a source text, one a line: line, kind, name, and what is known of it.
func describeCalls(_ code: String, _ kinds: CodeCall.Kind...) -> String {
    PythonScanner.scan(Array(code.utf8), source: "train.py").calls.filter { kinds.contains($0.kind) }.map { call in
        var text = "\(call.quote.location.line ?? 0) \(call.function)"
        if let path = call.path {
            text += " \(path.root.rawValue)"
            if let argument = path.argument { text += " \(argument)" }
            text += " <\(path.text)>"
        }
        if call.kind == .external { text += call.hasTimeout.map { $0 ? " timeout" : " no timeout" } ?? " unknown" }
        if call.kind == .exit { text += call.exitCode.map { " \($0)" } ?? " ?" }
        if call.kind == .spawn { text += call.isDaemon.map { $0 ? " daemon" : " no daemon" } ?? "" }
        if !call.message.isEmpty { text += " \(call.message)" }
        if let function = call.inFunction { text += " in \(function)" }
        return text
    }.joined(separator: "\n")
}

func describeHandlers(_ code: String) -> String {
    PythonScanner.scan(Array(code.utf8), source: "train.py").handlers.map { handler in
        let actions = handler.actions.map(\.rawValue).joined(separator: ",")
        return
            "\(handler.quote.location.line ?? 0) try \(handler.tryLine) body \(handler.bodyLines.lowerBound)-\(handler.bodyLines.upperBound)"
            + " \(handler.types) \(actions) \(handler.messages) \(handler.assigned)" + (handler.function.map { " in \($0)" } ?? "")
    }.joined(separator: "\n")
}

@Suite("Handlers in Python code")
struct PythonHandlerTests {
    @Test("every form of except clause")
    func clauses() {
        let code = """
            def load(path):
                try:
                    df = read(path); n, m = df.shape
                    with open(path) as fh:
                        for head in fh: pass
                except (KeyError, pd.errors.ParserError) as e:
                    print(f"Error occurred: {e}")
                    log.error("could not read %s: %s", path, e)
                except* OSError: raise
                except:
                    pass
                else:
                    return df
            try: import fast
            except ImportError: fast = None
            """
        #expect(
            describeHandlers(code) == """
                6 try 2 body 3-5 ["KeyError", "pd.errors.ParserError"] print,log ["Error occurred: ", "could not read "] \
                ["df", "n", "m", "fh", "head"] in load
                9 try 2 body 3-5 ["OSError"] raise [] ["df", "n", "m", "fh", "head"] in load
                10 try 2 body 3-5 [] pass [] ["df", "n", "m", "fh", "head"] in load
                15 try 14 body 14-14 ["ImportError"] assign [] ["fast"]
                """)
    }

    @Test("what a body does, also in its inner blocks")
    func actions() {
        let code = """
            while True:
                try:
                    step()
                except ValueError as e:
                    if fatal(e):
                        raise
                    logger.warning("step failed")
                    continue
                except Exception as e:
                    traceback.print_exc()
                    sys.exit("fatal: %s" % e)
                except BaseException:
                    result = None
                    cleanup()
                    return -1
                except StopIteration:
                    '''nothing'''
                    ...
            """
        #expect(
            describeHandlers(code) == """
                4 try 2 body 3-3 ["ValueError"] raise,log,continue ["step failed"] []
                9 try 2 body 3-3 ["Exception"] print,exit ["fatal: "] []
                12 try 2 body 3-3 ["BaseException"] assign,other,return [] []
                16 try 2 body 3-3 ["StopIteration"] pass [] []
                """)
    }

    @Test("the longest message first, whatever way it is put together")
    func messages() {
        let code = #"""
            try:
                a()
            except Exception as e:
                print("no " + name + " found here")
                print("Row {} of {:>5} is bad".format(i, n))
                print('100%% of %(what)s lost' % d)
                print(f"{e!r:>{w}} while reading the {kind} table", file=sys.stderr)
            """#
        let handler = PythonScanner.scan(Array(code.utf8), source: "x.py").handlers.first
        #expect(
            handler?.messages == [" while reading the ", " found here", "100% of ", " is bad", " table", " lost", "Row ", " of ", "no "])
    }

    @Test("Python 2")
    func python2() {
        let code = """
            try:
            \tx = 1
            except IOError, e:
            \tprint "cannot open %s" % e
            \tprint >>sys.stderr, "bye"
            """
        #expect(
            describeHandlers(code) == """
                3 try 1 body 2-2 ["IOError"] print ["cannot open ", "bye"] ["x"]
                """)
    }

    @Test("a try in a try")
    func nested() {
        let code = """
            try:
                try:
                    a = 1
                except KeyError:
                    pass
                finally:
                    b = 2
            except Exception: print('outer')
            """
        #expect(
            describeHandlers(code) == """
                4 try 2 body 3-3 ["KeyError"] pass [] ["a"]
                8 try 1 body 2-7 ["Exception"] print ["outer"] ["a", "b"]
                """)
    }
}

@Suite("Writes in Python code")
struct PythonWriteTests {
    @Test("paths through names, joins, f-strings, arguments and the environment")
    func paths() {
        let code = #"""
            import argparse, os, tempfile
            from pathlib import Path
            import numpy as np
            OUT = "results"
            args = argparse.ArgumentParser().parse_args()
            def save(df, name):
                folder = Path(args.report_dir) / "tables"
                df.to_csv(folder / f"{name}.csv", index=False)
                df.to_parquet(os.path.join(OUT, "a", "b.parquet"))
                np.save(os.environ["AZUREML_OUTPUT_DIRECTORY"] + "/x.npy", df)
                np.savetxt(os.getenv("OUT_DIR", "."), df)
                df.to_json(path_or_buf="/tmp/%s_%d.json" % (name, 3))
                (folder / "note.txt").write_text("x")
                Path("a").joinpath("b", "/abs").write_bytes(b"")
                torch.save(model.state_dict(), str(OUT) + "/model.pt")
                df.to_csv()
                df.to_pickle(unknown(name))
                OUT2 = "one"
                OUT2 = "two"
                df.to_csv(OUT2)
            with tempfile.TemporaryDirectory() as tmp:
                plt.savefig(os.path.join(tmp, "plot.png"))
            joblib.dump(model, vars(args)["model"])
            """#
        #expect(
            describeCalls(code, .write) == """
                8 df.to_csv argument report_dir </tables/{name}.csv> in save
                9 df.to_parquet literal <results/a/b.parquet> in save
                10 np.save environment AZUREML_OUTPUT_DIRECTORY </x.npy> in save
                11 np.savetxt environment OUT_DIR <> in save
                12 df.to_json literal </tmp/{name}_3.json> in save
                13 ().write_text argument report_dir </tables/note.txt> in save
                14 Path().joinpath().write_bytes literal </abs> in save
                15 torch.save literal <results/model.pt> in save
                17 df.to_pickle unknown <{unknown()}> in save
                20 df.to_csv unknown <{OUT2}> in save
                22 plt.savefig temporary </plot.png>
                23 joblib.dump argument model <>
                """)
    }

    @Test("files opened for writing, and what is dumped into them")
    func handles() {
        let code = """
            with open("m.json", "w") as fh:
                json.dump({"a": 1}, fh)
            out = open(file=path, mode='ab')
            open("in.csv")
            open("in.csv", "rb").read()
            Path("log.txt").open("a").write("x")
            zipfile.ZipFile("a.zip", "r")
            yaml.safe_dump(cfg, open("c.yaml", "w+"))
            shutil.copytree("a", dst="/mnt/b")
            model.save("model.h5"); form.save(x); obj.save()
            mlflow.sklearn.save_model(model, "m")
            df.write.mode("overwrite").parquet("out")
            """
        #expect(
            describeCalls(code, .write) == """
                1 open literal <m.json>
                2 json.dump literal <m.json>
                3 open unknown <{path}>
                6 Path().open literal <log.txt>
                8 yaml.safe_dump literal <c.yaml>
                8 open literal <c.yaml>
                9 shutil.copytree literal </mnt/b>
                10 model.save literal <model.h5>
                11 mlflow.sklearn.save_model literal <m>
                12 df.write.mode().parquet literal <out>
                """)
    }
}

@Suite("Calls in Python code")
struct PythonCallTests {
    @Test("calls to the outside and their time-outs")
    func externals() {
        let code = """
            import requests as rq, socket, boto3, pyodbc
            from urllib.request import urlopen
            from azure.storage.blob import BlobServiceClient
            import sqlalchemy
            import mymodule.requests
            s = rq.Session()
            def fetch(url, **kw):
                rq.get(url)
                rq.post(url, data=json.dumps({
                    "a": 1}), timeout=(3, 10))
                s.get(url, timeout=None)
                rq.get(url, **kw)
                urlopen(url, None, 5)
                socket.create_connection((host, 1433), 10)
                cache.get(url)
            class Store:
                def __init__(self):
                    self.blob = BlobServiceClient.from_connection_string(c, connection_timeout=5)
                    self.s3 = boto3.client("s3")
                def put(self):
                    self.blob.get_container_client("x").upload_blob("n", b"")
                    self.s3.upload_file("a", "b", "c")
                    conn = pyodbc.connect(dsn)
                    cur = conn.cursor()
                    cur.execute("select 1")
                    with sqlalchemy.create_engine(url).connect() as db:
                        db.execute("select 1")
            """
        #expect(
            describeCalls(code, .external) == """
                8 rq.get no timeout in fetch
                9 rq.post timeout in fetch
                11 s.get no timeout in fetch
                12 rq.get unknown in fetch
                13 urlopen timeout in fetch
                14 socket.create_connection timeout in fetch
                21 self.blob.get_container_client().upload_blob timeout in put
                22 self.s3.upload_file no timeout in put
                23 pyodbc.connect no timeout in put
                25 cur.execute no timeout in put
                26 sqlalchemy.create_engine().connect no timeout in put
                27 db.execute no timeout in put
                """)
    }

    @Test("exits and their codes")
    func exits() {
        let code = """
            def main():
                sys.exit()
                sys.exit(3); exit(-1)
                sys.exit(f"no rows in {path}")
                sys.exit(main())
                raise SystemExit
                raise SystemExit(2)
                threading.Timer(5, os._exit, args=(0,)).start()
                loop.call_later(5, sys.exit, 4)
                parser.exit(2)
            quit(None)
            """
        #expect(
            describeCalls(code, .exit) == """
                2 sys.exit 0 in main
                3 sys.exit 3 in main
                3 exit -1 in main
                4 sys.exit 1 ["no rows in "] in main
                5 sys.exit ? in main
                6 SystemExit 0 in main
                7 SystemExit 2 in main
                8 os._exit 0 in main
                9 sys.exit 4 in main
                11 quit 0
                """)
    }

    @Test("threads and processes, daemons or not")
    func spawns() {
        let code = """
            from threading import Thread
            import threading, multiprocessing as mp
            from concurrent.futures import ThreadPoolExecutor
            a = Thread(target=f, daemon=True)
            b = threading.Thread(target=f)
            b.daemon = True
            c = threading.Thread(target=f)
            def g():
                c.daemon = True
                p = mp.Process(target=f, daemon=False)
                with ThreadPoolExecutor(4) as pool: pass
            """
        #expect(
            describeCalls(code, .spawn) == """
                4 Thread daemon
                5 threading.Thread daemon
                7 threading.Thread no daemon
                10 mp.Process no daemon in g
                11 ThreadPoolExecutor in g
                """)
    }

    @Test("what is printed and logged")
    func output() {
        let code = #"""
            log = logging.getLogger(__name__)
            print("loaded", n, "rows", sep=": ")
            log.info("step %d of %d took %.1f s", 1, 2, t)
            self._logger.exception('''lost
            connection''')
            np.log("x"); math.log(2); blog.info("x"); catalog.error("y")
            print("a" "b" r"\d" f"{x}c" b"d")
            print(":", "->")
            """#
        #expect(
            describeCalls(code, .output) == #"""
                2 print ["loaded", "rows"]
                3 log.info ["step ", " of ", " took ", " s"]
                4 self._logger.exception ["lost\nconnection"]
                7 print ["ab\\d", "cd"]
                8 print
                """#)
    }

    @Test("declared arguments")
    func arguments() {
        let code = """
            parser.add_argument("--report_dir", "-r", dest="rep", default="./out")
            parser.add_argument("data", help="x")
            parser.add_argument("-n", "--n-rows", type=int, default=-5)
            parser.add_argument("--x", default=compute())
            """
        let found = PythonScanner.scan(Array(code.utf8), source: "x.py").arguments
        #expect(found.map(\.flags) == [["--report_dir", "-r"], ["data"], ["-n", "--n-rows"], ["--x"]])
        #expect(found.map(\.destination) == ["rep", "data", "n_rows", "x"])
        #expect(found.map(\.defaultValue) == ["./out", nil, "-5", nil])
        #expect(
            found[1].quote
                == Quote(location: Location(source: "x.py", line: 2, offset: 71), text: #"parser.add_argument("data", help="x")"#))
    }
}
