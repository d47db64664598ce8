/// Calls that write a file, and which of their arguments says where.
enum PythonWrites {
    enum Target {
        case argument(Int, [String])
        /// `path.write_text(...)`.
        case receiver
    }

    /// Methods of any object whose name says enough.
    private static let methods: [String: Target] = {
        var table: [String: Target] = [:]
        let first: [String] = [
            "to_csv", "to_parquet", "to_pickle", "to_json", "to_excel", "to_feather", "to_hdf", "to_html", "to_stata", "to_orc",
            "to_netcdf",
            "to_zarr", "write_csv", "write_parquet", "write_json", "write_ipc", "write_ndjson", "sink_parquet", "sink_csv", "savefig",
            "imwrite",
            "imsave", "save_weights", "save_model", "save_pretrained", "save_checkpoint", "save_to_disk", "savemat", "tofile",
            "write_image",
            "write_html", "savetxt", "savez", "savez_compressed",
        ]
        let keywords = [
            "path_or_buf", "path", "excel_writer", "buf", "file", "fname", "filepath", "filename", "save_directory", "output_dir",
            "dataset_path",
            "path_or_buffer", "path_or_handle", "store", "im", "output",
        ]
        for name in first { table[name] = .argument(0, keywords) }
        table["write_text"] = .receiver
        table["write_bytes"] = .receiver
        return table
    }()

    /// Functions by their full name.
    private static let functions: [String: Target] = {
        var table: [String: Target] = [:]
        let stream = ["fp", "file", "stream", "f", "filename", "path"]
        for module in [
            "json", "pickle", "yaml", "joblib", "dill", "cloudpickle", "toml", "marshal", "simplejson", "ujson", "_pickle", "cPickle",
        ] {
            table[module + ".dump"] = .argument(1, stream)
        }
        for name in ["yaml.safe_dump", "yaml.dump_all", "torch.save", "onnx.save", "onnx.save_model", "torchvision.utils.save_image"] {
            table[name] = .argument(1, stream + ["f"])
        }
        for name in ["safetensors.torch.save_file", "safetensors.numpy.save_file", "nibabel.save", "pyarrow.parquet.write_table"] {
            table[name] = .argument(1, ["filename", "where"])
        }
        for name in ["tensorflow.saved_model.save", "tf.saved_model.save", "tensorflow.keras.models.save_model", "keras.models.save_model"]
        {
            table[name] = .argument(1, ["export_dir", "filepath"])
        }
        for name in ["torch.onnx.export", "torch.onnx.dynamo_export"] { table[name] = .argument(2, ["f"]) }
        for name in ["shutil.copy", "shutil.copy2", "shutil.copyfile", "shutil.copytree", "shutil.move", "os.rename", "os.replace"] {
            table[name] = .argument(1, ["dst"])
        }
        for name in ["numpy.save", "numpy.savez", "soundfile.write", "scipy.io.wavfile.write", "pandas.ExcelWriter"] {
            table[name] = .argument(0, ["file", "path"])
        }
        return table
    }()

    /// Functions that open a file by a mode.
    private static let openers: Set<String> = [
        "open", "io.open", "codecs.open", "gzip.open", "bz2.open", "lzma.open", "h5py.File", "zipfile.ZipFile", "tarfile.open", "os.fdopen",
        "fsspec.open", "smart_open.open", "tensorflow.io.gfile.GFile", "tf.io.gfile.GFile", "builtins.open",
    ]

    /// `.save(x)` and `.export(x)` of these are no files.
    private static let notFiles: Set<String> = ["wandb", "form", "session", "os.environ"]

    /// The expression that says where, if the call writes.
    static func target(of call: PythonCall, name: String) -> PythonExpression? {
        let last = name.split(separator: ".", omittingEmptySubsequences: false).last.map(String.init) ?? name
        if openers.contains(name) {
            guard writes(call.positional(1) ?? call.keyword("mode")) else { return nil }
            return call.positional(0) ?? call.keyword("file", "filename", "name", "path")
        }
        // Keras and Lightning write there at the end of each epoch.
        if last == "ModelCheckpoint" { return call.keyword("filepath", "dirpath") ?? call.positional(0) }
        if name.hasPrefix("mlflow."), last == "save_model" { return call.positional(1) ?? call.keyword("path") }
        if let known = functions[name] { return value(known, call) }
        guard case .attribute(let base, _) = call.function else { return nil }
        if last == "open" {
            guard writes(call.positional(0) ?? call.keyword("mode")) else { return nil }
            return base
        }
        if let known = methods[last] { return value(known, call) }
        if last == "save" || last == "export" {
            return notFiles.contains(base.dotted) ? nil : call.positional(0) ?? call.keyword("filepath", "fp", "path", "f", "filename")
        }
        // Spark's `df.write.mode("overwrite").parquet(path)`.
        if name.contains(".write."), ["parquet", "csv", "json", "orc", "save", "text"].contains(last) { return call.positional(0) }
        return nil
    }

    private static func value(_ target: Target, _ call: PythonCall) -> PythonExpression? {
        switch target {
        case .argument(let index, let keywords):
            if let positional = call.positional(index) { return positional }
            return call.arguments.first { argument in argument.keyword.map { keywords.contains($0) } ?? false }?.value
        case .receiver:
            guard case .attribute(let base, _) = call.function else { return nil }
            return base
        }
    }

    /// A mode that creates or changes.
    private static func writes(_ mode: PythonExpression?) -> Bool {
        guard let text = mode?.literal, text.utf8.count <= 5 else { return false }
        return text.contains { "wax+".contains($0) } && text.allSatisfy { "rwaxbtU+:|*gz2".contains($0) }
    }
}
