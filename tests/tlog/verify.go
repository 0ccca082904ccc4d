// Checks a log in a folder with code of another origin: Go's sumdb/note and sumdb/tlog (Debian: golang-golang-x-mod-dev).
//
//	verify DIR
//
// Every entry is read from the bundles and the whole tree computed from them; checkpoint, kept checkpoints, cosignatures and
// all tiles must agree with it; proofs are made from the tiles and checked; proofs that our own code made (the file
// "proofs", where there is one) are checked; a changed entry must be refused. It knows nothing of what an entry says.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

var dir string

func fail(what string, err error) {
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", what, err)
		os.Exit(1)
	}
}

func expect(what string, holds bool) {
	if !holds {
		fail(what, errors.New("does not hold"))
	}
}

func read(path string) []byte {
	data, err := os.ReadFile(filepath.Join(dir, path))
	fail(path, err)
	return data
}

// number writes an index as C2SP tlog-tiles does; Go's own paths have the height in them.
func number(n int64, width int) string {
	text := fmt.Sprintf("%03d", n%1000)
	for n >= 1000 {
		n /= 1000
		text = fmt.Sprintf("x%03d/%s", n%1000, text)
	}
	if width < 1<<height {
		text += fmt.Sprintf(".p/%d", width)
	}
	return text
}

// partial reads a file of this width, or the full one that took its place.
func partial(prefix string, n int64, width int) []byte {
	data, err := os.ReadFile(filepath.Join(dir, prefix+number(n, width)))
	if os.IsNotExist(err) {
		return read(prefix + number(n, 1<<height))
	}
	fail(prefix, err)
	return data
}

type tiles struct{}

func (tiles) Height() int { return height }

func (tiles) ReadTiles(wanted []tlog.Tile) (found [][]byte, err error) {
	for _, tile := range wanted {
		data := partial(fmt.Sprintf("tile/%d/", tile.L), tile.N, tile.W)
		if len(data) < tile.W*tlog.HashSize {
			return nil, fmt.Errorf("tile %v is short", tile)
		}
		found = append(found, data[:tile.W*tlog.HashSize])
	}
	return found, nil
}

func (tiles) SaveTiles([]tlog.Tile, [][]byte) {}

type head struct {
	size int64
	root tlog.Hash
	text string
}

// open verifies the log's signature and, with nothing of ours, its cosignature/v1.
func open(data []byte, vkey string) head {
	verifier, err := note.NewVerifier(vkey)
	fail("vkey", err)
	opened, err := note.Open(data, note.VerifierList(verifier))
	fail("checkpoint", err)
	lines := strings.Split(opened.Text, "\n")
	expect("four lines of a checkpoint", len(lines) == 4 && lines[3] == "")
	expect("origin", lines[0] == verifier.Name())
	size, err := strconv.ParseInt(lines[1], 10, 64)
	fail("size", err)
	root, err := tlog.ParseHash(lines[2])
	fail("root", err)
	stamp(opened, vkey)
	return head{size, root, opened.Text}
}

func stamp(opened *note.Note, vkey string) {
	parts := strings.SplitN(vkey, "+", 3)
	material, err := base64.StdEncoding.DecodeString(parts[2])
	fail("vkey", err)
	key := material[1:]
	digest := sha256.Sum256(append([]byte(parts[0]+"\n\x04"), key...))
	for _, line := range opened.UnverifiedSigs {
		if line.Name != parts[0] || line.Hash != binary.BigEndian.Uint32(digest[:4]) {
			continue
		}
		signature, err := base64.StdEncoding.DecodeString(line.Base64)
		fail("cosignature", err)
		expect("length of the cosignature", len(signature) == 4+8+64)
		at := binary.BigEndian.Uint64(signature[4:12])
		message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", at, opened.Text)
		expect("cosignature/v1", ed25519.Verify(key, []byte(message), signature[12:]))
		return
	}
	fail("cosignature/v1", errors.New("the log has not stamped its checkpoint"))
}

// entries reads all bundles.
func entries(size int64) (all [][]byte) {
	for n := int64(0); n<<height < size; n++ {
		width := 1 << height
		if rest := size - n<<height; rest < int64(width) {
			width = int(rest)
		}
		data := partial("tile/entries/", n, width)
		for i := 0; i < width; i++ {
			expect("bundle", len(data) >= 2 && len(data) >= 2+int(binary.BigEndian.Uint16(data)))
			length := 2 + int(binary.BigEndian.Uint16(data))
			all = append(all, data[2:length])
			data = data[length:]
		}
	}
	return all
}

type memory []tlog.Hash

func (m memory) ReadHashes(indexes []int64) (found []tlog.Hash, err error) {
	for _, index := range indexes {
		found = append(found, m[index])
	}
	return found, nil
}

func compute(all [][]byte) (stored memory) {
	for i, entry := range all {
		hashes, err := tlog.StoredHashes(int64(i), entry, stored)
		fail("tree", err)
		stored = append(stored, hashes...)
	}
	return stored
}

// kept gives the notes of the history: a note ends where, after signature lines, a line comes that is none.
func kept() (notes [][]byte) {
	files, _ := filepath.Glob(filepath.Join(dir, "history", "*"))
	sort.Strings(files)
	for _, file := range files {
		data, err := os.ReadFile(file)
		fail(file, err)
		var current []byte
		signed := false
		for _, line := range bytes.SplitAfter(data, []byte("\n")) {
			signs := bytes.HasPrefix(line, []byte("— "))
			if signed && !signs && len(current) > 0 {
				notes, current = append(notes, current), nil
			}
			current = append(current, line...)
			signed = signs
		}
		expect("end of "+file, len(current) == 0)
	}
	return notes
}

func hashes(words []string) (proof []tlog.Hash) {
	for _, word := range words {
		hash, err := tlog.ParseHash(word)
		fail("proof", err)
		proof = append(proof, hash)
	}
	return proof
}

// ours checks the proofs that our own code made: lines of "inclusion INDEX HASH…" and "consistency SIZE HASH…".
func ours(now head, all [][]byte, stored memory) (checked int) {
	data, err := os.ReadFile(filepath.Join(dir, "proofs"))
	if os.IsNotExist(err) {
		return 0
	}
	fail("proofs", err)
	for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		words := strings.Fields(line)
		at, err := strconv.ParseInt(words[1], 10, 64)
		fail("proofs", err)
		proof := hashes(words[2:])
		switch words[0] {
		case "inclusion":
			fail(line, tlog.CheckRecord(proof, now.size, now.root, at, tlog.RecordHash(all[at])))
			changed := append([]byte{1}, all[at]...)
			expect("a changed entry is refused", tlog.CheckRecord(proof, now.size, now.root, at, tlog.RecordHash(changed)) != nil)
		case "consistency":
			root, err := tlog.TreeHash(at, stored)
			fail(line, err)
			fail(line, tlog.CheckTree(proof, now.size, now.root, at, root))
		default:
			fail(line, errors.New("unknown kind of proof"))
		}
		checked++
	}
	return checked
}

func main() {
	dir = os.Args[1]
	vkey := strings.TrimSpace(string(read("vkey")))
	now := open(read("checkpoint"), vkey)
	all := entries(now.size)
	stored := compute(all)
	root, err := tlog.TreeHash(now.size, stored)
	fail("tree", err)
	expect("the root over all entries is the signed one", root == now.root)

	// Go lists partial tiles of every width; C2SP has only that of the signed size.
	written := 0
	for _, tile := range tlog.NewTiles(height, 0, now.size) {
		if edge := now.size >> (height * tile.L) % (1 << height); tile.W < 1<<height && int64(tile.W) != edge {
			continue
		}
		written++
		wanted, err := tlog.ReadTileData(tile, stored)
		fail("tile", err)
		data := partial(fmt.Sprintf("tile/%d/", tile.L), tile.N, tile.W)
		expect(fmt.Sprintf("tile %v", tile), bytes.HasPrefix(data, wanted))
	}

	reader := tlog.TileHashReader(tlog.Tree{N: now.size, Hash: now.root}, tiles{})
	proofs := 0
	for step, at := now.size/97+1, int64(0); at < now.size; at += step {
		proof, err := tlog.ProveRecord(now.size, at, reader)
		fail("inclusion from tiles", err)
		fail("inclusion", tlog.CheckRecord(proof, now.size, now.root, at, tlog.RecordHash(all[at])))
		changed := append([]byte{}, all[at]...)
		changed[len(changed)/2] ^= 1
		expect("a changed entry is refused", tlog.CheckRecord(proof, now.size, now.root, at, tlog.RecordHash(changed)) != nil)
		proofs++
	}
	notes := kept()
	for _, data := range notes {
		old := open(data, vkey)
		if old.size == 0 {
			continue
		}
		root, err := tlog.TreeHash(old.size, stored)
		fail("tree", err)
		expect(fmt.Sprintf("the kept root of %d entries", old.size), root == old.root)
		proof, err := tlog.ProveTree(now.size, old.size, reader)
		fail("consistency from tiles", err)
		fail("consistency", tlog.CheckTree(proof, now.size, now.root, old.size, old.root))
	}
	fmt.Printf("%d entries, %d tiles, %d kept checkpoints, %d inclusion proofs, %d proofs of ours: all hold\n",
		now.size, written, len(notes), proofs, ours(now, all, stored))
}
