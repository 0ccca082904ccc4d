# The opening of a case, handed over to a body that inspects.

opening-heading = Hand over an opening to inspectors
opening-way = A file that opens the whole case with its proofs, for the Inspectorate or the People's Council. Handing it over is recorded.
opening-way-open = Open the page to hand it over
opening-intro = Case { $number }. Whoever gets the file checks it against the log without asking the office.
opening-tells = What the opening shows to whoever gets it
opening-tells-all = All events of the case: who, when, names, contents, remarks, reasons and names of files
opening-tells-proofs = Proofs that each event stands in the signed log and was not changed
opening-tells-erased = Of an event that was erased by law, the proof alone
opening-not = What it does not hold
opening-not-files = The attached files: only their hashes, to compare; hand the files over apart
opening-not-whole = A proof that no event is missing: no opening can show that
opening-know = Know before
opening-know-recorded = That it is handed over is recorded before the file is saved: who, to whom, when, on which ground. Saving it again is handing it over again.
opening-know-secret = The file is not encrypted and holds personal data: hand it over in person or by a secure way.
opening-know-verify = Whoever gets it checks it with: minhbach verify opening
opening-given = Handed over, the newest first
opening-given-line = { $at }: { $by } to { $to }; ground: { $why }
opening-to = To whom
opening-to-hint = Body and person: Thanh tra tỉnh (the Inspectorate), a named inspector
opening-why = Ground
opening-why-hint = Plan or decision of the inspection, or resolution of the council
opening-submit = Record and save the opening
