# The receipt on the page of a case.

receipt-print = Print it (PDF, with its proof)
receipt-small = on A5 paper
receipt-proof = Take the proof (JSON)
receipt-not-yet = The proof is being signed
receipt-not-yet-why = The dossier is accepted; the public log signs once a second.
receipt-not-yet-again = Wait a few seconds, then load this page again.
