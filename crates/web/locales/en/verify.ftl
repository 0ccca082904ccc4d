# Checking a receipt: the public page /xac-minh.

verify-title = Check a receipt
verify-lead = Choose the file of a receipt (the original PDF, or its proof as JSON). This page compares it with the signed public log and says whether it is genuine or was changed. Nobody signs in, nothing is kept.
verify-file = File of the receipt
verify-file-hint = The original PDF or JSON. A scan, or a copy printed to PDF, carries no proof.
verify-submit = Check
verify-no-file = No file was chosen.
verify-genuine = Genuine: just as the public log has it.
verify-forged = It is not what the log says: { $why }.
verify-unreadable = The file cannot be read: { $why }.
verify-unknown = No receipt has this number and code. Check the code on the paper; if it is right, the office did not issue this paper.
verify-not-yet = The dossier was accepted just now and its proof is being signed. Try again in a few seconds.
verify-erased = The log has this leaf, but the data of the dossier were erased by law, so that nothing is left to compare. The original PDF or the JSON proof that was handed out can still be checked: choose the file below.
verify-number = Number of the dossier
verify-procedure = Procedure
verify-unit = Unit
verify-accepted = Accepted at
verify-due = Result due
verify-leaf = Hash of the leaf
verify-without-us = Check it without the office
verify-without-us-how = The program minhbach is open software and needs no network for this:
