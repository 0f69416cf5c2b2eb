// Tells a litewitness of a log, in its database. Its own tool for that, witnessctl, needs a module that not every proxy has; the
// tables are those that litewitness makes (filippo.io/torchwood v0.9.0, internal/witness).
package main

import (
	"flag"
	"log"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

const tables = `
CREATE TABLE IF NOT EXISTS log (origin TEXT PRIMARY KEY, tree_size INTEGER NOT NULL, tree_hash TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS key (origin TEXT NOT NULL, key TEXT NOT NULL, FOREIGN KEY(origin) REFERENCES log(origin));
CREATE TABLE IF NOT EXISTS bastion (origin TEXT NOT NULL, bastion TEXT NOT NULL, FOREIGN KEY(origin) REFERENCES log(origin));
`

func main() {
	path := flag.String("db", "litewitness.db", "the database")
	keys := flag.String("vkeys", "", "the log's keys, one a line; their name is its origin")
	flag.Parse()
	conn, err := sqlite.OpenConn(*path)
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	if err := sqlitex.ExecuteScript(conn, tables, nil); err != nil {
		log.Fatal(err)
	}
	empty, err := tlog.TreeHash(0, nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, vkey := range strings.Fields(*keys) {
		verifier, err := note.NewVerifier(vkey)
		if err != nil {
			log.Fatal(err)
		}
		origin := verifier.Name()
		execute(conn, "INSERT OR IGNORE INTO log (origin, tree_size, tree_hash) VALUES (?, 0, ?)", origin, empty.String())
		execute(conn, "INSERT INTO key (origin, key) VALUES (?, ?)", origin, vkey)
	}
}

func execute(conn *sqlite.Conn, query string, args ...any) {
	if err := sqlitex.Execute(conn, query, &sqlitex.ExecOptions{Args: args}); err != nil {
		log.Fatal(err)
	}
}
