// Checks a published log with Go's own implementation of transparency logs, which knows nothing of ours: the checkpoint's signature
// (x/mod/sumdb/note), then from the tiles and entry bundles (C2SP tlog-tiles) the inclusion of every entry and the consistency
// with every smaller size (x/mod/sumdb/tlog). Prints the size; ends with 1 and one sentence if anything is wrong.
package main

import (
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Tiles of C2SP tlog-tiles have 2^8 hashes.
const height = 8

const longest = 256 * (65_535 + 2)

var client = http.Client{Timeout: 10 * time.Second}

func fetch(url string) ([]byte, error) {
	answer, err := client.Get(url)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", url, answer.Status)
	}
	return io.ReadAll(io.LimitReader(answer.Body, longest))
}

// served reads tiles where C2SP has them: x/mod writes the height into a path, C2SP does not.
type served struct{ url string }

func (served) Height() int { return height }

func (s served) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	read := make([][]byte, len(tiles))
	for i, tile := range tiles {
		path := strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1)
		bytes, err := fetch(s.url + path)
		if err != nil {
			return nil, err
		}
		read[i] = bytes
	}
	return read, nil
}

func (served) SaveTiles([]tlog.Tile, [][]byte) {}

// entries are those of all bundles: u16 length, bytes.
func entries(url string, size int64) ([][]byte, error) {
	var all [][]byte
	for n := int64(0); n*256 < size; n++ {
		width := min(256, size-n*256)
		tile := tlog.Tile{H: height, L: -1, N: n, W: int(width)}
		path := strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/data/", height), "tile/entries/", 1)
		bundle, err := fetch(url + path)
		if err != nil {
			return nil, err
		}
		for range width {
			if len(bundle) < 2 {
				return nil, fmt.Errorf("%s ends too early", path)
			}
			length := int(binary.BigEndian.Uint16(bundle))
			if len(bundle) < 2+length {
				return nil, fmt.Errorf("%s ends too early", path)
			}
			all = append(all, bundle[2:2+length])
			bundle = bundle[2+length:]
		}
		if len(bundle) > 0 {
			return nil, fmt.Errorf("%s goes on too long", path)
		}
	}
	return all, nil
}

func checkpoint(url, vkey string) (tlog.Tree, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return tlog.Tree{}, err
	}
	bytes, err := fetch(url + "checkpoint")
	if err != nil {
		return tlog.Tree{}, err
	}
	opened, err := note.Open(bytes, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	// x/mod's own tree descriptions have a fixed first line.
	origin, rest, _ := strings.Cut(opened.Text, "\n")
	if origin != verifier.Name() {
		return tlog.Tree{}, errors.New("the checkpoint has another origin")
	}
	return tlog.ParseTree([]byte("go.sum database tree\n" + rest))
}

func check(url, vkey string) (int64, error) {
	tree, err := checkpoint(url, vkey)
	if err != nil {
		return 0, err
	}
	all, err := entries(url, tree.N)
	if err != nil {
		return 0, err
	}
	hashes := tlog.TileHashReader(tree, served{url})
	for i, entry := range all {
		proof, err := tlog.ProveRecord(tree.N, int64(i), hashes)
		if err != nil {
			return 0, err
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, int64(i), tlog.RecordHash(entry)); err != nil {
			return 0, fmt.Errorf("entry %d: %w", i, err)
		}
	}
	for size := int64(1); size < tree.N; size++ {
		root, err := tlog.TreeHash(size, hashes)
		if err != nil {
			return 0, err
		}
		proof, err := tlog.ProveTree(tree.N, size, hashes)
		if err != nil {
			return 0, err
		}
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, size, root); err != nil {
			return 0, fmt.Errorf("size %d: %w", size, err)
		}
	}
	return tree.N, nil
}

func main() {
	url := flag.String("url", "", "where checkpoint and tiles are, with a slash at the end")
	vkey := flag.String("vkey", "", "the log's key, as C2SP signed-note writes keys")
	flag.Parse()
	size, err := check(*url, *vkey)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(size)
}
