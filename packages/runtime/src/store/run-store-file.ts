import type { SqliteFileKind } from './sqlite-database.ts'

/** The table of runs, under a name. In version 1 it had the same columns, and there was no status `waiting`. */
const runsTable = (name: string): string => `  CREATE TABLE ${name} (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL,
    manifest TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('running', 'interrupted', 'waiting', 'completed', 'failed')),
    created_at TEXT NOT NULL,
    finished_at TEXT,
    error TEXT NOT NULL,
    audit_count INTEGER NOT NULL,
    audit_head TEXT NOT NULL,
    creator TEXT NOT NULL
  ) STRICT;`

/** The SQLite file of a run store. */
export const runStoreFile: SqliteFileKind = {
  noun: 'run store',
  /** "Tutt" in ASCII. */
  applicationId: 0x54757474,
  schemaVersion: 2,
  secureDelete: false,
  tables: `
${runsTable('runs')}
  CREATE TABLE locks (
    run_id TEXT PRIMARY KEY REFERENCES runs (id),
    token TEXT NOT NULL,
    holder TEXT NOT NULL
  ) STRICT;
  CREATE TABLE step_values (key TEXT PRIMARY KEY, hash TEXT NOT NULL) STRICT;
  CREATE TABLE steps (
    position INTEGER PRIMARY KEY,
    run_id TEXT NOT NULL REFERENCES runs (id),
    name TEXT NOT NULL,
    key TEXT NOT NULL,
    inputs TEXT NOT NULL,
    hash TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    reused INTEGER NOT NULL CHECK (reused IN (0, 1)),
    saved_at TEXT NOT NULL,
    UNIQUE (run_id, name)
  ) STRICT;
  CREATE TABLE artifacts (
    position INTEGER PRIMARY KEY,
    run_id TEXT NOT NULL REFERENCES runs (id),
    name TEXT NOT NULL,
    hash TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    saved_at TEXT NOT NULL,
    UNIQUE (run_id, name)
  ) STRICT;
  CREATE TABLE audit (
    run_id TEXT NOT NULL REFERENCES runs (id),
    seq INTEGER NOT NULL,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (run_id, seq)
  ) STRICT, WITHOUT ROWID;
`,
  // SQLite cannot change a CHECK: the table is made anew and takes every row over. Others refer to it by its name and go on to.
  migrations: {
    1: `
${runsTable('runs_2')}
  INSERT INTO runs_2 (position, id, key, manifest, status, created_at, finished_at, error, audit_count, audit_head, creator)
    SELECT position, id, key, manifest, status, created_at, finished_at, error, audit_count, audit_head, creator FROM runs;
  DROP TABLE runs;
  ALTER TABLE runs_2 RENAME TO runs;
`,
  },
}
