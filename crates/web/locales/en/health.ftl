# How the house fares, and what is wrong.

health-title = Health
health-troubles = What is wrong
health-what-to-do = What it is and what to do
health-measured-at = Measured at { $at }. Trying a write makes no record in the ledger.
health-nothing-to-do = Checked at { $at }: nothing to do.
health-to-do = { $n ->
    [one] Checked at { $at }: { $n } thing to do.
   *[other] Checked at { $at }: { $n } things to do, the most urgent first.
}

health-good = Good.
health-critical = Critical:
health-warning = To do:
health-note = Note:
health-all-well = The ledger reads and writes; disk, calendar, catalogue and printing are well.

health-position = Ledger position
health-last-record = Last record
health-trial = Trial write
health-queue = Waiting for the writer
health-disk = Data disk
health-database = Database
health-memory = Memory in use
health-running = Running for
health-version = Version of the program
health-replayed = Rebuilt and compared
health-log = Public log
health-witnesses = Witnesses of the log
health-paper = Printing PDF
health-screens = Screens that follow

health-not-measured = not measured
health-none-yet = none yet
health-takes-writes = comes through
health-free-of = { $free } free of { $whole }
health-queue-of = { $n ->
    [one] { $n } job (at most { $most })
   *[other] { $n } jobs (at most { $most })
}
health-database-of = { $bytes }, write-ahead log { $log }
health-catalogue-of = { $n ->
    [one] version { $version }, { $n } mistake
   *[other] version { $version }, { $n } mistakes
}
health-provisional-from = { $period }; provisional from { $day }
health-replayed-equal = { $at }, up to position { $position }: equal, digest { $digest }
health-replayed-otherwise = { $at }, up to position { $position }: not equal, digest { $digest }
health-ago = { $at }, { $time } ago
health-minutes-seconds = { $a } min { $b } s
health-hours-minutes = { $a } h { $b } min
health-days-hours = { $a } d { $b } h
health-log-absent = not signed by this server
health-log-signed = { $n } events signed
health-log-stopped = not signed any further, see what to do
health-witnesses-none = none are configured
health-witnesses-wrong = the file is not used, see what to do
health-witnesses-of = { $signed } of { $n } have signed the newest head, { $wanted } are wanted; so many have signed up to { $behind } events before it
health-witnesses-not-yet = { $signed } of { $n } have signed the newest head, { $wanted } are wanted; so many have not signed any head yet
health-paper-absent = none
health-paper-unused = nothing printed yet
health-paper-works = the last document was printed
health-paper-failed = the last document failed: { $why }
