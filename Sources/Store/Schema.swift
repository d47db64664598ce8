import GRDB

/// The store's tables, version by version. A migration once released never changes.
///
/// Times are microseconds since 1970 in UTC. What a source says hangs on its row in `source` and goes with it; `run`, `binding` and
/// `declared_child` are derived from it and can be made anew at any time.
enum Schema {
    /// Marks the file as ours: "MLPM".
    static let applicationID = 0x4d4c_504d
    static let version = migrations.count

    static let migrations: [String] = [
        tables, metrics,
        printedMetrics, increments,
        keptFiles, eventGroups,
    ]

    /// Brings the database to the newest version. Views are made anew each time, so that they may change freely.
    static func migrate(_ db: Database, path: String) throws {
        let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        guard found <= version else { throw StoreError.newer(path, found: found, known: version) }
        guard found < version else { return }
        for migration in migrations[found...] { try db.execute(sql: migration) }
        for view in SchemaViews.names { try db.execute(sql: "DROP VIEW IF EXISTS \(view)") }
        try db.execute(sql: SchemaViews.all)
        try db.execute(sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(version)")
    }

    /// SQLite knows no NaN and stores it as null: what is not finite stands in `special`, as text, and `value` is null.
    private static let metrics = """
        CREATE TABLE metric (
            source_id INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            key TEXT NOT NULL,
            run_key TEXT,
            run_id TEXT,
            resource TEXT,
            name TEXT NOT NULL,
            step INTEGER,
            time INTEGER,
            value REAL,
            special TEXT,
            aggregation TEXT,
            dimensions TEXT,
            place TEXT NOT NULL,
            line INTEGER,
            offset INTEGER,
            text TEXT NOT NULL,
            PRIMARY KEY (source_id, number)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX metric_run ON metric (run_key, name) WHERE run_key IS NOT NULL;
        CREATE INDEX metric_name ON metric (name, time);
        """

    /// The last values that a log prints, as JSON, for the baselines of later runs. What names a step changed too: runs are made anew.
    private static let printedMetrics = """
        ALTER TABLE log ADD COLUMN metrics TEXT;
        INSERT OR IGNORE INTO stale_run SELECT run_key FROM run WHERE known_by <> 'log';
        """

    /// What lets an increment cost as much as it brings: the times each source speaks of, and marks of what has to be looked at again.
    ///
    /// `compute` of `covered` is empty for kinds that belong to runs, and `*` for events that take the whole workspace away.
    private static let increments = """
        CREATE TABLE covered (
            source_id INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
            kind TEXT NOT NULL,
            compute TEXT NOT NULL,
            first INTEGER,
            last INTEGER,
            PRIMARY KEY (source_id, kind, compute)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO covered SELECT source_id, kind, '', min(time), max(time) FROM event
            WHERE kind NOT IN ('cluster', 'node', 'activity') GROUP BY source_id, kind;
        INSERT INTO covered SELECT source_id, kind, CASE WHEN kind = 'activity' AND lower(name) IN
                ('microsoft.machinelearningservices/workspaces/delete', 'microsoft.resources/subscriptions/resourcegroups/delete')
            THEN '*' ELSE coalesce(compute, '') END AS place, min(time), max(time) FROM event
            WHERE kind IN ('cluster', 'node', 'activity') GROUP BY source_id, kind, place;
        INSERT INTO covered SELECT source_id, 'run history', '', min(latest), max(latest) FROM statement GROUP BY source_id;
        INSERT INTO covered SELECT source_id, iif(is_user, 'user logs', 'system logs'), '', min(first_time), max(last_time) FROM log
            GROUP BY source_id, is_user;
        INSERT INTO covered SELECT source_id, 'code', '', NULL, NULL FROM code GROUP BY source_id;
        INSERT INTO covered SELECT source_id, iif(run_key IS NULL, 'platform metrics', 'run metrics'), '', min(time), max(time) FROM metric
            GROUP BY source_id, run_key IS NULL;
        INSERT INTO covered SELECT source_id, 'output listings', '', min(modified), max(modified) FROM output GROUP BY source_id;
        CREATE TABLE listed_place (
            run_key TEXT NOT NULL,
            number INTEGER NOT NULL,
            root_key TEXT NOT NULL,
            prefixes TEXT NOT NULL,
            ended INTEGER,
            is_listed INTEGER NOT NULL,
            PRIMARY KEY (run_key, number)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX listed_place_root ON listed_place (root_key);
        CREATE TABLE stale_family (root_key TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
        CREATE TABLE stale_event (compute TEXT NOT NULL, first INTEGER, last INTEGER) STRICT;
        CREATE TABLE stale_listing (source_id INTEGER PRIMARY KEY) STRICT;
        CREATE TABLE stale_output (path TEXT NOT NULL, modified INTEGER, json TEXT NOT NULL) STRICT;
        CREATE INDEX stale_output_path ON stale_output (path);
        DROP INDEX run_step;
        CREATE INDEX run_step ON run (step_key, coalesce(created, started, ended), run_id) WHERE step_key IS NOT NULL;
        DELETE FROM meta WHERE key = 'diagnosed';
        """

    /// Files as they were given, for those who ask for that. `key` is that of their source; they do not hang on its row, which is made anew
    /// whenever they are read again.
    ///
    /// Unlike all else, `bytes` of a part are not redacted. They are cut in parts so that none has to be held whole.
    private static let keptFiles = """
        CREATE TABLE kept_file (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            path TEXT NOT NULL,
            content_hash TEXT NOT NULL,
            hash TEXT NOT NULL,
            bytes INTEGER NOT NULL,
            packing TEXT,
            packed_bytes INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE kept_part (
            kept_id INTEGER NOT NULL REFERENCES kept_file(id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            bytes BLOB NOT NULL,
            PRIMARY KEY (kept_id, number)
        ) STRICT;
        """

    /// Events by what they are about, as lists: [form or null, time, the event, or its line, offset and what fills the
    /// holes of the form].
    ///
    /// Those that stores held one by one become lists of whole events; lists end after a thousand rows of their source, so that none is long.
    private static let eventGroups = """
        CREATE TABLE event_form (
            source_id INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            json TEXT NOT NULL,
            PRIMARY KEY (source_id, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE event_group (
            source_id INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            run_key TEXT,
            compute TEXT,
            first INTEGER,
            last INTEGER,
            count INTEGER NOT NULL,
            json TEXT NOT NULL,
            UNIQUE (source_id, number)
        ) STRICT;
        INSERT INTO event_group SELECT source_id, row_number() OVER (PARTITION BY source_id ORDER BY part, run_key, subject) - 1,
            run_key, subject, min(time), max(time), count(*), '[' || group_concat('[null,' || coalesce(time, 'null') || ',' || json || ']') || ']'
            FROM (SELECT source_id, number / 1000 AS part, run_key, time, json, CASE
                WHEN kind = 'activity' AND lower(name) IN ('microsoft.machinelearningservices/workspaces/delete',
                    'microsoft.resources/subscriptions/resourcegroups/delete') THEN '*'
                WHEN kind IN ('cluster', 'node', 'activity') THEN compute END AS subject FROM event ORDER BY source_id, number)
            GROUP BY source_id, part, run_key, subject;
        DROP VIEW IF EXISTS events;
        DROP TABLE event;
        CREATE INDEX event_group_run ON event_group (run_key) WHERE run_key IS NOT NULL;
        CREATE INDEX event_group_compute ON event_group (compute, last) WHERE compute IS NOT NULL;
        """

    private static let tables = """
        CREATE TABLE source (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            path TEXT NOT NULL,
            stored_hash TEXT NOT NULL,
            content_hash TEXT NOT NULL,
            bytes INTEGER NOT NULL,
            format TEXT,
            state TEXT NOT NULL,
            records INTEGER NOT NULL,
            first_time INTEGER,
            last_time INTEGER,
            patterns TEXT NOT NULL,
            forced_format TEXT,
            forced_run TEXT
        ) STRICT;
        CREATE TABLE problem (
            source_id INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            place TEXT NOT NULL,
            line INTEGER,
            offset INTEGER,
            reason TEXT NOT NULL,
            recovered_bytes INTEGER NOT NULL,
            is_damage INTEGER NOT NULL,
            PRIMARY KEY (source_id, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE statement (
            source_id INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            run_key TEXT NOT NULL,
            run_id TEXT NOT NULL,
            run_uuid TEXT,
            snapshot_id TEXT,
            latest INTEGER,
            log_files TEXT,
            json TEXT NOT NULL,
            UNIQUE (source_id, number)
        ) STRICT;
        CREATE INDEX statement_run ON statement (run_key);
        CREATE TABLE event (
            source_id INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            key TEXT NOT NULL,
            kind TEXT NOT NULL,
            time INTEGER,
            run_key TEXT,
            parent_run_id TEXT,
            root_run_id TEXT,
            compute TEXT,
            name TEXT NOT NULL,
            json TEXT NOT NULL,
            UNIQUE (source_id, number)
        ) STRICT;
        CREATE INDEX event_run ON event (run_key, time) WHERE run_key IS NOT NULL;
        CREATE INDEX event_compute ON event (compute, time) WHERE compute IS NOT NULL;
        CREATE INDEX event_kind ON event (kind, time);
        CREATE TABLE output (
            source_id INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            path TEXT NOT NULL,
            container TEXT,
            owner TEXT,
            bytes INTEGER NOT NULL,
            modified INTEGER,
            json TEXT NOT NULL,
            UNIQUE (source_id, number)
        ) STRICT;
        CREATE INDEX output_path ON output (path);
        CREATE INDEX output_owner ON output (owner, modified) WHERE owner IS NOT NULL;
        CREATE TABLE log (
            source_id INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            path TEXT NOT NULL,
            role TEXT NOT NULL,
            rank INTEGER,
            is_user INTEGER NOT NULL,
            lines INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            first_time INTEGER,
            last_time INTEGER,
            longest_silence REAL,
            last_user_line TEXT,
            hints TEXT NOT NULL,
            json TEXT NOT NULL,
            UNIQUE (source_id, number)
        ) STRICT;
        CREATE TABLE fact (
            source_id INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            kind TEXT NOT NULL,
            name TEXT NOT NULL,
            line INTEGER,
            offset INTEGER,
            time INTEGER,
            amount REAL,
            text TEXT NOT NULL,
            PRIMARY KEY (source_id, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE code (
            source_id INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            path TEXT NOT NULL,
            snapshot_id TEXT,
            module TEXT NOT NULL,
            json TEXT NOT NULL,
            UNIQUE (source_id, number)
        ) STRICT;
        CREATE TABLE run (
            run_key TEXT PRIMARY KEY,
            run_id TEXT NOT NULL,
            known_by TEXT NOT NULL,
            display_name TEXT,
            step_name TEXT,
            experiment TEXT,
            kind TEXT,
            status TEXT,
            parent_key TEXT,
            parent_run_id TEXT,
            declared_root TEXT,
            root_key TEXT NOT NULL,
            created INTEGER,
            started INTEGER,
            ended INTEGER,
            compute TEXT,
            script TEXT,
            command TEXT,
            snapshot_id TEXT,
            run_uuid TEXT,
            step_key TEXT,
            verdict TEXT,
            root_cause_finding TEXT,
            root_cause_run_id TEXT,
            summary TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX run_root ON run (root_key);
        CREATE INDEX run_step ON run (step_key) WHERE step_key IS NOT NULL;
        CREATE TABLE declared_child (
            parent_key TEXT NOT NULL,
            child_key TEXT NOT NULL,
            step_name TEXT,
            PRIMARY KEY (parent_key, child_key)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE binding (
            source_id INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
            kind TEXT NOT NULL,
            number INTEGER NOT NULL,
            run_key TEXT NOT NULL,
            run_id TEXT NOT NULL,
            reason TEXT NOT NULL,
            PRIMARY KEY (source_id, kind, number, run_key)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX binding_run ON binding (run_key);
        CREATE TABLE stale_run (run_key TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
        CREATE TABLE finding (
            id TEXT PRIMARY KEY,
            root_key TEXT NOT NULL,
            run_key TEXT NOT NULL,
            run_id TEXT NOT NULL,
            fingerprint TEXT NOT NULL,
            rule TEXT NOT NULL,
            category TEXT NOT NULL,
            kind TEXT NOT NULL,
            severity TEXT NOT NULL,
            confidence REAL NOT NULL,
            title TEXT NOT NULL,
            explanation TEXT NOT NULL,
            root_cause INTEGER NOT NULL,
            caused_by_run TEXT,
            caused_by_finding TEXT,
            exception_type TEXT,
            exception_message TEXT,
            time INTEGER,
            evidence TEXT NOT NULL,
            remedy TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX finding_root ON finding (root_key);
        CREATE INDEX finding_fingerprint ON finding (fingerprint);
        CREATE TABLE reported (
            run_key TEXT NOT NULL,
            fingerprint TEXT NOT NULL,
            PRIMARY KEY (run_key, fingerprint)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        """
}
