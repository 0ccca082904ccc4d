# Erasing a case by law: the form, the list of what was erased.

erasing-title = Erased by law
erasing-lead = Cases of which the contents were erased by law: { $n }. Erasing is for the administrator, of a closed case, where the law asks for it (Law on Protection of Personal Data 91/2025/QH15).
erasing-number = Erase a case: its number
erasing-number-hint = The number as it stands on the case, or the identity in the address of its page
erasing-open = Open the page to confirm
erasing-none-found = No case has the number “{ $number }”. Check the number.
erasing-several = Several cases have this number
erasing-kind = Kind
erasing-erased = Erased cases, the newest first
erasing-case = Case
erasing-at = Erased at
erasing-by = Erased by
erasing-ground = Ground
erasing-nothing-erased = No case was erased yet.

erasing-heading = Erase data by law
erasing-about = { $kind }, number { $number }, closed at { $closed }.
erasing-gone = What will be gone for good
erasing-gone-texts = All that the case says: names, addresses, numbers of papers, contents, remarks, reasons
erasing-gone-title = Its title: lists say only that it was erased by law
erasing-gone-files = All attached files and their names
erasing-gone-key = The key that opens the contents of this case
erasing-stays = What stays
erasing-stays-course = Number, kind, unit, who handled it, steps and moments of the case
erasing-stays-figures = Deadlines and all figures of reports: no figure changes
erasing-stays-proofs = Every proof in the log; a receipt that was handed out can still be verified
erasing-stays-ground = This erasure: who, when, on which ground
erasing-know = Know before
erasing-know-final = It cannot be undone, by no administrator and no supplier of the software.
erasing-know-backups = Backups from before can be read with copies of the keys from before: destroy those copies when their time is over. A ledger restored from before is erased again at once.
erasing-know-rewrite = Afterwards rewrite the database at night (on the page Erased by law), so that unused space on the disk holds nothing either.
erasing-document = Document that is the ground
erasing-document-hint = Number, day, authority: Decision 45/QĐ-VP of 02/01/2024
erasing-reason = Reason
erasing-reason-hint = Article of the law and reason. The ground stays for ever, so it names nobody.
erasing-type = Type the case number to confirm
erasing-type-hint = Type exactly: { $number }
erasing-give-document = Give number and day of the document that is the ground.
erasing-give-reason = Give the article of the law and the reason.
erasing-give-number = This is not the number of the case. Type it exactly as the hint has it.
erasing-submit = Erase the data; it cannot be undone

erasing-rewrite = Rewrite the database
erasing-rewrite-why = What was erased cannot be read any more. This rewrites the whole database, so that unused space on the disk holds no trace of it either. It takes as long as copying the database, and nobody can record meanwhile: do it at night.
erasing-rewrite-submit = Rewrite now
erasing-rewritten = The database was rewritten: unused space on the disk holds nothing of what was erased.

erasing-way = When the law asks for the personal data of this case to be erased. The next page says what will be gone and what stays.
erasing-way-open = Open the page to confirm
erasing-notice = Contents, title and files of this case were erased by law. Steps, deadlines, figures and proofs stay as they were.
erasing-said = { $at }, { $by }; ground: { $reason }
erasing-title-of-case = (erased by law)
