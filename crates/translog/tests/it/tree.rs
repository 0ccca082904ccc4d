//! The tree, its proofs and its readers against the slow tree, and against what a hostile server may send.

use proptest::prelude::*;
use translog::{
    Dir, Entries, Hash, Rooter, Source, SourceError, Tiles, TreeError, check_consistency, check_inclusion, empty_root,
    index_of, leaf_hash, position_of,
};

use crate::support::{entry, leaves, log_of, naive_path, naive_root};

fn hex(hash: Hash) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The inputs and roots that the reference implementation of RFC 6962 tests itself with.
#[test]
fn roots_are_those_of_the_reference_vectors() {
    let inputs: [&[u8]; 8] = [
        b"",
        b"\x00",
        b"\x10",
        b"\x20\x21",
        b"\x30\x31",
        b"\x40\x41\x42\x43",
        b"\x50\x51\x52\x53\x54\x55\x56\x57",
        b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
    ];
    let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    let mut rooter = Rooter::new();
    assert_eq!(hex(empty_root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_eq!(rooter.root(), empty_root());
    for (input, root) in inputs.into_iter().zip(roots) {
        rooter.push(input);
        assert_eq!(hex(rooter.root()), root, "size {}", rooter.size());
    }
}

#[test]
fn positions_start_at_one_and_indices_at_nought() {
    assert_eq!((index_of(1, 0), index_of(0, 0), position_of(0, 0)), (Some(0), None, Some(1)));
    // The second epoch has one leaf before the events.
    assert_eq!((index_of(1, 1), position_of(0, 1), position_of(1, 1)), (Some(1), None, Some(1)));
}

/// Sizes at which tiles begin and end.
const EDGES: [u64; 9] = [1, 2, 255, 256, 257, 511, 512, 65_536, 65_793];

#[test]
fn proofs_from_tiles_hold_at_every_edge() {
    for size in EDGES {
        let dir = log_of(size);
        let leaves = leaves(size);
        let root = naive_root(&leaves);
        let mut tiles = Tiles::new(Dir(dir.path().to_owned()), size, root).unwrap();
        for index in [0, size / 3, size.saturating_sub(256), size - 1] {
            let at = usize::try_from(index).unwrap();
            let proof = tiles.inclusion(index).unwrap();
            assert_eq!(proof, naive_path(at, &leaves), "{index} of {size}");
            check_inclusion(&proof, index, leaves[at], size, root).unwrap();
            assert_eq!(tiles.leaf(index).unwrap(), leaves[at]);
            assert!(check_inclusion(&proof, index, leaf_hash(b"other"), size, root).is_err());
        }
        for old in EDGES.into_iter().filter(|old| *old <= size) {
            let old_root = naive_root(&leaves[..usize::try_from(old).unwrap()]);
            assert_eq!(tiles.root_at(old).unwrap(), old_root);
            let proof = tiles.consistency(old).unwrap();
            check_consistency(&proof, old, old_root, size, root).unwrap();
            let of_old = tiles.inclusion_in(old - 1, old).unwrap();
            check_inclusion(&of_old, old - 1, leaves[usize::try_from(old - 1).unwrap()], old, old_root).unwrap();
            assert!(old == size || check_consistency(&proof, old, leaf_hash(b"other"), size, root).is_err());
        }
        assert!(matches!(tiles.inclusion(size), Err(TreeError::OutOfTree { .. })));
    }
}

#[test]
fn entries_are_read_back_and_lead_to_the_root() {
    for size in [0, 1, 255, 256, 257, 700] {
        let dir = log_of(size);
        let mut entries = Entries::new(Dir(dir.path().to_owned()), 0, size).unwrap();
        let mut rooter = Rooter::new();
        while let Some((index, bytes)) = entries.read_next().unwrap() {
            assert_eq!(bytes, entry(index));
            rooter.push(bytes);
        }
        assert_eq!((rooter.size(), rooter.root()), (size, naive_root(&leaves(size))));
        let from = size / 2;
        let mut later = Entries::new(Dir(dir.path().to_owned()), from, size).unwrap();
        assert_eq!(later.read_next().unwrap().map(|(index, _)| index), (size > 0).then_some(from));
    }
}

#[test]
fn a_reader_goes_on_to_a_later_head_and_to_no_other() {
    let dir = log_of(600);
    let (early, late) = (naive_root(&leaves(300)), naive_root(&leaves(600)));
    let earlier = log_of(300);
    let mut tiles = Tiles::new(Dir(earlier.path().to_owned()), 300, early).unwrap();
    assert!(matches!(tiles.advance(600, late), Err(TreeError::Missing { .. })), "it is not there yet");
    let mut tiles = Tiles::new(Dir(dir.path().to_owned()), 512, naive_root(&leaves(512))).unwrap();
    tiles.advance(600, late).unwrap();
    tiles.advance(600, late).unwrap();
    let proof = tiles.inclusion(299).unwrap();
    check_inclusion(&proof, 299, leaves(300)[299], 600, late).unwrap();
    assert!(tiles.advance(512, naive_root(&leaves(512))).is_err(), "a log does not go back");
    assert_eq!(tiles.size(), 600);
}

/// Serves one file other than it is.
struct Hostile(Dir, String, Option<Vec<u8>>);

impl Source for Hostile {
    fn get(&self, path: &str, at_most: usize) -> Result<Option<Vec<u8>>, SourceError> {
        if path == self.1 { Ok(self.2.clone()) } else { self.0.get(path, at_most) }
    }
}

#[test]
fn a_wrong_tile_is_named() {
    let dir = log_of(70_000);
    let root = naive_root(&leaves(70_000));
    let look = |path: &str, bytes: Option<Vec<u8>>| {
        let source = Hostile(Dir(dir.path().to_owned()), path.to_owned(), bytes);
        Tiles::new(source, 70_000, root).and_then(|mut tiles| tiles.inclusion(1_000))
    };
    let read = |path: &str| std::fs::read(dir.path().join(path)).unwrap();
    let flipped = |path: &str, at: usize| {
        let mut bytes = read(path);
        bytes[at] ^= 1;
        Some(bytes)
    };
    assert!(look("nothing", None).is_ok());
    // The sibling in the tile of the entry, the tile above, and the edge at the top.
    assert!(
        matches!(look("tile/0/003", flipped("tile/0/003", 9)), Err(TreeError::Damaged { path, .. }) if path == "tile/0/003")
    );
    assert!(
        matches!(look("tile/1/000", flipped("tile/1/000", 99)), Err(TreeError::Damaged { path, .. }) if path == "tile/1/000")
    );
    assert!(matches!(look("tile/2/000.p/1", flipped("tile/2/000.p/1", 0)), Err(TreeError::WrongRoot { .. })));
    assert!(matches!(look("tile/0/003", None), Err(TreeError::Missing { path }) if path == "tile/0/003"));
    assert!(matches!(look("tile/0/003", Some(read("tile/0/003")[..8_160].to_vec())), Err(TreeError::Damaged { .. })));
    assert!(matches!(look("tile/1/001.p/17", Some(vec![0; 3])), Err(TreeError::Damaged { .. })));
    assert!(matches!(look("tile/1/001.p/17", None), Err(TreeError::Missing { .. })));
}

#[test]
fn a_file_without_end_is_not_read_to_its_end() {
    let dir = log_of(300);
    let path = dir.path().join("tile/0/000");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.extend([0; 9_000]);
    std::fs::write(path, bytes).unwrap();
    let mut tiles = Tiles::new(Dir(dir.path().to_owned()), 300, naive_root(&leaves(300))).unwrap();
    let found = tiles.inclusion(5);
    assert!(matches!(found, Err(TreeError::Source(SourceError::TooLong { at_most: 8_192, .. }))), "{found:?}");
}

#[test]
fn a_bundle_cut_short_is_named() {
    let dir = log_of(300);
    let path = dir.path().join("tile/entries/000");
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..bytes.len() - 1]).unwrap();
    let found = Entries::new(Dir(dir.path().to_owned()), 0, 300).unwrap().read_next().map(|_| ());
    assert_eq!(found.unwrap_err().to_string(), "tile/entries/000: ends within entry 255 of 256");
}

#[test]
fn a_tree_of_no_entries_begins_every_tree() {
    let root = naive_root(&leaves(5));
    check_consistency(&[], 0, empty_root(), 5, root).unwrap();
    check_consistency(&[], 0, empty_root(), 0, empty_root()).unwrap();
    assert!(check_consistency(&[root], 0, empty_root(), 5, root).is_err());
    assert!(check_consistency(&[], 0, root, 5, root).is_err());
    assert!(check_consistency(&[], 0, empty_root(), 0, root).is_err());
    assert!(Tiles::new(Dir(std::env::temp_dir()), 0, empty_root()).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_proof_from_tiles_is_the_slow_one(size in 1_u64..1_500, a in any::<u64>(), b in any::<u64>()) {
        let (index, old) = (a % size, 1 + b % size);
        let dir = log_of(size);
        let leaves = leaves(size);
        let root = naive_root(&leaves);
        let mut tiles = Tiles::new(Dir(dir.path().to_owned()), size, root).unwrap();
        let proof = tiles.inclusion(index).unwrap();
        prop_assert_eq!(&proof, &naive_path(usize::try_from(index).unwrap(), &leaves));
        let old_root = naive_root(&leaves[..usize::try_from(old).unwrap()]);
        let grown = tiles.consistency(old).unwrap();
        prop_assert!(check_consistency(&grown, old, old_root, size, root).is_ok());
        // A proof with one bit changed, one hash more or one less proves nothing.
        for at in 0..grown.len() {
            let mut bad = grown.clone();
            bad[at][0] ^= 1;
            prop_assert!(check_consistency(&bad, old, old_root, size, root).is_err());
        }
        prop_assert!(check_inclusion(&[proof, vec![root]].concat(), index, leaves[usize::try_from(index).unwrap()], size, root).is_err());
    }

    #[test]
    fn no_proof_makes_the_checker_panic(
        proof in prop::collection::vec(any::<[u8; 32]>(), 0..200),
        index in any::<u64>(), size in any::<u64>(), hash in any::<[u8; 32]>(),
    ) {
        prop_assert!(check_inclusion(&proof, index, hash, size, hash).is_err() || (size == 1 && index == 0));
        let _ = check_consistency(&proof, index, hash, size, hash);
    }
}
