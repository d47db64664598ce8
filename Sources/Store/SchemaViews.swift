/// The views that `sql` documents: natural keys, readable times, no row ids.
enum SchemaViews {
    /// RFC 3339 to the second; the exact microseconds stand in the tables.
    private static func time(_ column: String) -> String {
        "strftime('%Y-%m-%dT%H:%M:%SZ', \(column) / 1000000, 'unixepoch')"
    }

    /// Names of the views, in the order in which help lists them.
    static let names = ["runs", "events", "facts", "findings", "sources", "problems", "logs", "outputs", "metrics"]

    /// Every event of every source: a member stands in a whole event, among the values that fill a form, or in the form.
    private static let event: String = {
        let entries = """
            SELECT s.path, t.value AS entry, f.json AS form FROM event_group g JOIN source s ON s.id = g.source_id
            JOIN json_each(g.json) t LEFT JOIN event_form f ON f.source_id = g.source_id AND f.number = json_extract(t.value, '$[0]')
            """
        func member(_ filled: String, _ whole: String, _ column: String) -> String {
            "CASE WHEN form IS NULL THEN json_extract(entry, '$[2].\(whole)') ELSE \(filled) END AS \(column)"
        }
        // What no form has a hole for, then what one may have.
        let fixed = [("kind", "kind"), ("name", "name"), ("compute", "compute"), ("status", "status"), ("stage", "stage")].map {
            member("json_extract(form, '$.event.\($0.0)')", $0.0, $0.1)
        }
        let open = [
            ("runID", "run_id"), ("nodeID", "node_id"), ("result", "result"), ("message", "message"), ("caller", "caller"),
            ("correlationID", "correlation_id"),
        ].map {
            member(
                "coalesce(json_extract(entry, '$[' || json_extract(form, '$.holes.\($0.0)') || ']'), json_extract(form, '$.event.\($0.0)'))",
                $0.0, $0.1)
        }
        let detail = member(
            """
            json_patch(json_extract(form, '$.event.detail'), (SELECT json_group_object(substr(key, 8), json_extract(entry, '$[' || value || ']'))
            FILTER (WHERE json_extract(entry, '$[' || value || ']') IS NOT NULL) FROM json_each(form, '$.holes') WHERE key LIKE 'detail.%'))
            """, "detail", "detail")
        let columns = (fixed + open + [detail]).joined(separator: ", ")
        return "SELECT path, json_extract(entry, '$[1]') AS time, \(columns) FROM (\(entries))"
    }()

    static let all = """
        CREATE VIEW runs AS SELECT r.run_id, r.display_name, r.step_name, r.experiment, r.kind, r.status, r.verdict,
            r.parent_run_id, coalesce(root.run_id, r.root_key) AS root_run_id, \(time("r.created")) AS created, \(time("r.started")) AS started,
            \(time("r.ended")) AS ended, (r.ended - r.started) / 1e6 AS seconds, r.compute, r.script, r.command,
            r.root_cause_finding, r.root_cause_run_id, r.summary, r.known_by
            FROM run r LEFT JOIN run root ON root.run_key = r.root_key;
        CREATE VIEW events AS SELECT e.kind, \(time("e.time")) AS time, e.name, min(e.run_id) AS run_id, e.compute, e.node_id, e.status,
            e.result, min(e.message) AS message, min(e.caller) AS caller, e.correlation_id, e.stage, min(e.detail) AS detail,
            count(*) AS provenances, min(e.path) AS source
            FROM (\(event)) e
            GROUP BY e.kind, e.time, lower(e.run_id), lower(e.compute), lower(e.node_id), e.status, lower(e.name), lower(e.result), e.stage,
                lower(e.correlation_id);
        CREATE VIEW facts AS SELECT s.path AS source, b.run_id, f.kind, f.name, f.line, f.offset, \(time("f.time")) AS time, f.amount, f.text
            FROM fact f JOIN source s ON s.id = f.source_id LEFT JOIN binding b ON b.source_id = f.source_id AND b.kind = 'log';
        CREATE VIEW findings AS SELECT id, run_id, rule, category, kind, severity, confidence, title, explanation, root_cause,
            caused_by_run, caused_by_finding, exception_type, exception_message, \(time("time")) AS time, fingerprint, evidence, remedy
            FROM finding;
        CREATE VIEW sources AS SELECT path, content_hash, bytes, format, state, records, \(time("first_time")) AS first_time,
            \(time("last_time")) AS last_time FROM source;
        CREATE VIEW problems AS SELECT place AS source, line, offset, reason, recovered_bytes, is_damage FROM problem;
        CREATE VIEW logs AS SELECT l.path AS source, b.run_id, b.reason AS bound_by, l.role, l.rank, l.lines, l.bytes,
            \(time("l.first_time")) AS first_time, \(time("l.last_time")) AS last_time, l.longest_silence, l.last_user_line
            FROM log l LEFT JOIN binding b ON b.source_id = l.source_id AND b.kind = 'log' AND b.number = l.number;
        CREATE VIEW metrics AS SELECT max(m.run_id) AS run_id, m.resource, m.name, m.step, \(time("m.time")) AS time,
            coalesce(m.special, m.value) AS value, m.aggregation, m.dimensions, count(*) AS provenances, min(m.place) AS source
            FROM metric m GROUP BY m.key;
        CREATE VIEW outputs AS SELECT path, container, bytes, \(time("modified")) AS modified FROM output;
        """
}
