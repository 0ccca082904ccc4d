//! A witness: keeps a copy of a log, checks that it only grows, and says so with its own signature (C2SP tlog-cosignature).
//!
//! The copy is built from the entries, never from the log's tiles: when the root over it is the signed one, the new head
//! continues the old. Whatever contradicts a head that the witness has signed is refused by name, and kept as evidence. A new
//! epoch is followed where its first leaf names what the witness has signed and takes it over unchanged; its copy lies beside
//! the old one, in `epoch/<number>`. Not here: the network, the clock, how often it looks; what the leaves say (`verify` tells that).

use std::path::{Path, PathBuf};

use kernel::case::leaf::Leaf;
use translog::{
    Dir, EPOCHS, Entries, Hash, Log, NOTE_BYTES_MAX, Opened, Place, PublicKey, Rooter, SecretKey, Source as _, Tiles,
    TreeError, day_of, epoch_name, epoch_of, leaf_hash, open_any_epoch,
};

use crate::auditor::read;
use crate::finding::{Finding, Findings, Name};
use crate::log::{Head, Leading, Shared, TakenOver, Unread, not_signed, rolled_back};
use crate::signing::Signing;
use crate::texts::TEXT_BYTES_MAX;

/// The signed head with the witness's signature, in its folder.
pub const COSIGNED: &str = "cosigned";

/// Head that was refused, in the folder, for whoever asks why.
pub const REFUSED: &str = "refused";

/// Longest file of a day's kept heads, in bytes.
const HISTORY_BYTES_MAX: usize = 16 << 20;

const DAY: u64 = 86_400;

/// Why a witness did not sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// What it saw contradicts what was signed: nothing is signed any more before people have looked at it.
    Forgery(Finding),
    /// It could not be read now; another try may do.
    Unread(Unread),
}

impl From<Unread> for Refused {
    fn from(unread: Unread) -> Self {
        Self::Unread(unread)
    }
}

impl From<TreeError> for Refused {
    fn from(error: TreeError) -> Self {
        Self::Unread(Unread::new(
            format!("không chép được nhật ký: {error}. Lần sau sẽ thử lại."),
            format!("the log cannot be copied: {error}. It will be tried again."),
        ))
    }
}

/// What a witness signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// Leaves under the head.
    pub size: u64,
    /// Leaves that are new since the last time.
    pub new: u64,
}

/// What a copy brought.
#[derive(Default)]
struct Copied {
    /// Hashes of the texts that leaves name.
    texts: Vec<String>,
    /// Why a new epoch is not followed.
    broken: Option<Finding>,
}

/// The leaves of a new epoch beside the head that was signed in the old one.
struct Following {
    rooter: Rooter,
    size: u64,
    root: Hash,
}

impl Following {
    fn take(&mut self, entry: &[u8]) -> Option<Finding> {
        if self.rooter.size() >= self.size {
            return None;
        }
        self.rooter.push(entry);
        let size = self.size;
        (self.rooter.size() == size && self.rooter.root() != self.root).then(|| {
            Finding::of_log(
                Name::Rewritten,
                format!("kỳ mới không nhận lại đúng {size} lá đã ký ở kỳ trước: nhật ký bị viết lại"),
                format!("the new epoch does not take over the {size} leaves that were signed before: rewritten"),
            )
        })
    }
}

fn unnamed() -> Finding {
    Finding::of_log(Name::Fork, "hai đầu đã ký khác nhau", "two signed heads differ")
}

/// A witness of one log.
pub struct Witness<'a> {
    /// The log.
    pub source: &'a Shared<'a>,
    /// Its key.
    pub key: &'a PublicKey,
    /// The witness's own key.
    pub secret: &'a SecretKey,
    /// Its folder: a copy of the log, and [`COSIGNED`].
    pub dir: &'a Path,
}

impl Witness<'_> {
    /// Looks at the log once, and signs what continues what was seen before. `now` is the second of the signature.
    ///
    /// # Errors
    /// See [`Refused`]; what was signed before stays.
    pub fn look(&self, now: u64) -> Result<Signed, Refused> {
        let place = Place::Checkpoint.to_string();
        let note = self.source.get(&place, NOTE_BYTES_MAX).map_err(Unread::from)?.ok_or_else(|| {
            Unread::new("không có tệp checkpoint ở địa chỉ này", "there is no checkpoint at this address")
        })?;
        let opened = match open_any_epoch(&note, self.key) {
            Ok(opened) => opened,
            Err(error) => return Err(Refused::Forgery(not_signed(&place, &error)?)),
        };
        let origin = opened.checkpoint.origin.clone();
        let head = Head::of(opened, place);
        let last = self.last()?;
        let mut findings = Findings::default();
        let from = match &last {
            Some((name, _)) if epoch_of(name).1 > epoch_of(&origin).1 => {
                findings.push(rolled_back(name, &origin));
                return Err(self.refuse(&note, findings));
            }
            Some((name, last)) if *name == origin => {
                if head.contradicts(last, &mut findings) {
                    return Err(self.refuse(&note, findings));
                }
                last.size
            }
            Some(_) | None => 0,
        };
        let dir = self.copy_of(&origin);
        let mut log = match last.as_ref().filter(|(name, _)| *name == origin) {
            Some((_, last)) => Log::open(&dir, last.size, last.root)?,
            None => Log::begin(&dir, 0)?,
        };
        let old = last.as_ref().filter(|(name, _)| *name != origin);
        let copied = self.copy(&mut log, from, head.size, old)?;
        let same = last.as_ref().filter(|(name, _)| *name == origin).map(|(_, last)| last);
        if log.root() != head.root {
            return Err(self.differs(&note, same, &head));
        }
        if let Some(finding) = copied.broken {
            findings.push(finding);
            return Err(self.refuse(&note, findings));
        }
        log.flush()?;
        self.copy_texts(&log, copied.texts)?;
        self.copy_heads(&log, same, &head)?;
        log.publish(&note, head.size)?;
        let signed = self.sign(&note, &origin, &head, now)?;
        Ok(Signed { size: signed, new: head.size - from })
    }

    fn signing(&self) -> Signing {
        Signing { log: self.key.clone(), secret: self.secret.clone(), dir: self.dir.to_owned() }
    }

    /// Signs the head of the copy, unless a later one was signed already, which was sent; answers its size.
    fn sign(&self, note: &[u8], origin: &str, head: &Head, now: u64) -> Result<u64, Refused> {
        let signing = self.signing();
        let _held = signing.hold()?;
        if let Some((_, sent)) = signing.last()?.filter(|(name, _)| name == origin) {
            if sent.size > head.size && head.stamp <= sent.stamp {
                let (ours, theirs) = (sent.size, head.size);
                return Err(Refused::Unread(Unread::new(
                    format!("đang công bố đầu {theirs} lá, cũ hơn đầu {ours} lá đã gửi đến và đã ký; lần sau xem lại"),
                    format!(
                        "what is published has {theirs} leaves and is older than the head of {ours} that was sent and signed"
                    ),
                )));
            }
            let mut findings = Findings::default();
            if head.contradicts(&sent, &mut findings) {
                return Err(self.refuse(note, findings));
            }
            let root = Tiles::new(Dir(self.copy_of(origin)), head.size, head.root)?.root_at(sent.size)?;
            if root != sent.root {
                return Err(self.differs(note, Some(&sent), head));
            }
        }
        signing.sign(note, now)?;
        Ok(head.size)
    }

    /// The folder of the copy of an epoch.
    fn copy_of(&self, origin: &str) -> PathBuf {
        match epoch_of(origin).1 {
            1 => self.dir.to_owned(),
            epoch => self.dir.join(EPOCHS).join(epoch.to_string()),
        }
    }

    /// The head that was signed last, with the name of its log: that of the newest copy.
    fn last(&self) -> Result<Option<(String, Head)>, Refused> {
        let numbered = std::fs::read_dir(self.dir.join(EPOCHS)).into_iter().flatten().flatten();
        let mut epochs: Vec<u32> =
            numbered.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).chain([1]).collect();
        epochs.sort_unstable_by_key(|epoch| std::cmp::Reverse(*epoch));
        let base = epoch_of(self.key.name()).0;
        for epoch in epochs {
            let origin = epoch_name(base, epoch);
            let copy = Dir(self.copy_of(&origin));
            let Some(note) = copy.get(&Place::Checkpoint.to_string(), NOTE_BYTES_MAX).map_err(Unread::from)? else {
                continue;
            };
            let opened: Opened = open_any_epoch(&note, self.key).map_err(|error| {
                Unread::new(
                    format!("thư mục này giữ bản sao của nhật ký khác ({error}); xin chọn thư mục khác"),
                    format!("this folder holds the copy of another log ({error}); choose another one"),
                )
            })?;
            let name = opened.checkpoint.origin.clone();
            return Ok(Some((name, Head::of(opened, "checkpoint (bản sao / copy)".to_owned()))));
        }
        Ok(None)
    }

    /// Adds the new entries to the copy. Where a new epoch begins, it is held against the head of the old one.
    fn copy(&self, log: &mut Log, from: u64, size: u64, old: Option<&(String, Head)>) -> Result<Copied, Refused> {
        let mut entries = Entries::new(self.source, from, size)?;
        let mut copied = Copied::default();
        let mut following = None;
        let mut leading = Leading::default();
        while let Some((index, entry)) = entries.read_next()? {
            log.append(entry)?;
            match read(entry) {
                Ok(Leaf::Text(text)) => copied.texts.push(text.sha256),
                Ok(Leaf::Epoch(leaf)) if index == leading.count() => {
                    leading.push(leaf, leaf_hash(entry));
                    continue;
                }
                _ => {}
            }
            if let Some((name, last)) = old.filter(|_| index == leading.count()) {
                match self.follow(&leading, name, last)? {
                    Ok(begun) => following = Some(begun),
                    Err(finding) => copied.broken = Some(finding),
                }
            }
            if let Some(following) = &mut following {
                copied.broken = following.take(entry).or(copied.broken);
            }
        }
        // An epoch of which nothing was taken over ends here.
        if let Some((name, last)) = old.filter(|_| size == leading.count()) {
            copied.broken = self.follow(&leading, name, last)?.err();
        }
        Ok(copied)
    }

    /// What a new epoch must take over of the head that was signed last; a finding where its first leaves hide that.
    fn follow(&self, leading: &Leading, name: &str, last: &Head) -> Result<Result<Following, Finding>, Refused> {
        let Some(TakenOver { last: named, rooter, until, .. }) = leading.taken_over(name) else {
            return Ok(Err(Finding::of_log(
                Name::EpochWrong,
                format!("kỳ mới không nêu kỳ “{name}” đã ký"),
                format!("the new epoch does not name “{name}”, which was signed"),
            )));
        };
        let mut findings = Findings::default();
        // What was sent and signed may be ahead of the copy.
        let sent = self.signing().last()?.filter(|(signed, sent)| signed == name && sent.size > last.size);
        let sent = sent.map(|(_, sent)| sent);
        if named.contradicts(last, &mut findings)
            || sent.as_ref().is_some_and(|sent| named.contradicts(sent, &mut findings))
        {
            return Ok(findings.kept.pop().map_or_else(|| Err(unnamed()), Err));
        }
        let last = sent.as_ref().filter(|sent| sent.size <= until).unwrap_or(last);
        let size = last.size.min(until);
        let root = if size == last.size {
            last.root
        } else {
            Tiles::new(Dir(self.copy_of(name)), last.size, last.root)?.root_at(size)?
        };
        Ok(Ok(Following { rooter, size, root }))
    }

    fn copy_texts(&self, log: &Log, texts: Vec<String>) -> Result<(), Refused> {
        for sha in texts {
            let place = Place::parse(&format!("blob/{sha}"));
            let Some(Place::Blob(digest)) = place else { continue };
            let place = Place::Blob(digest);
            let bytes = self.source.get(&place.to_string(), TEXT_BYTES_MAX).map_err(Unread::from)?;
            let is_so = |bytes: &Vec<u8>| <[u8; 32]>::from(<sha2::Sha256 as sha2::Digest>::digest(bytes)) == digest;
            let Some(bytes) = bytes.filter(is_so) else {
                return Err(Refused::Forgery(Finding::of_log(
                    Name::TextSwapped,
                    format!("{place} không có hoặc không đúng mã băm mà lá đã ghi"),
                    format!("{place} is not there, or does not have the hash that a leaf names"),
                )));
            };
            log.put(&place, &bytes)?;
        }
        Ok(())
    }

    /// Copies the kept heads of the days since the last time.
    fn copy_heads(&self, log: &Log, last: Option<&Head>, head: &Head) -> Result<(), Refused> {
        let Some(stamp) = head.stamp else { return Ok(()) };
        let first = last.and_then(|last| last.stamp).unwrap_or(stamp).min(stamp);
        for day in (first / DAY)..=(stamp / DAY) {
            let place = Place::History(day_of(day * DAY));
            if let Some(bytes) = self.source.get(&place.to_string(), HISTORY_BYTES_MAX).map_err(Unread::from)? {
                log.put(&place, &bytes)?;
            }
        }
        Ok(())
    }

    /// The entries do not add up to the head: they were rewritten, or are not those of the head at all.
    fn differs(&self, note: &[u8], last: Option<&Head>, head: &Head) -> Refused {
        let continues = |last: &Head| {
            let mut tiles = Tiles::new(self.source, head.size, head.root)?;
            let proof = tiles.consistency(last.size)?;
            translog::check_consistency(&proof, last.size, last.root, head.size, head.root)
        };
        let mut findings = Findings::default();
        match last.filter(|last| continues(last).is_err()) {
            Some(last) => findings.push(Finding::of_log(
                Name::Rewritten,
                format!("đầu {} lá không nối tiếp đầu {} lá đã ký: nhật ký bị viết lại", head.size, last.size),
                format!("the head of {} leaves does not continue that of {} leaves: rewritten", head.size, last.size),
            )),
            None => findings.push(Finding::of_log(
                Name::RootDiffers,
                format!("các lá không cộng thành gốc của đầu {} lá", head.size),
                format!("the leaves do not add up to the signed root over {} leaves", head.size),
            )),
        }
        self.refuse(note, findings)
    }

    /// Keeps what was refused as evidence.
    fn refuse(&self, note: &[u8], mut findings: Findings) -> Refused {
        if let Err(unwritten) = self.signing().write(REFUSED, note) {
            return unwritten.into();
        }
        match findings.kept.pop() {
            Some(finding) => Refused::Forgery(finding),
            None => Refused::Unread(Unread::new("bị từ chối", "refused")),
        }
    }
}
