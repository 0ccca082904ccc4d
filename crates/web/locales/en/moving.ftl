# Moving in: open work of older books, units and people, from a table.

moving-title = Moving in
moving-heading = Moving in from older books and systems
moving-why = Four steps: choose a file, match its columns, check, confirm. Nothing is recorded before it is confirmed. A second run adds nothing.
moving-file = .xlsx or .csv file
moving-file-hint = At most { $n } MB and { $rows } rows. Formulas are not run; the values stored are taken. Larger files: use the command minhbach import cases.
moving-go-on = Go on with { $file }
moving-read-file = Read the file
moving-choose-file = Please choose an .xlsx or .csv file.
moving-no-rows = The file has no rows of data. Please choose another.

# Matching columns.

moving-matching = Matching columns
moving-choose-another = Choose another file
moving-balance = Opening balance
moving-needed-columns = Columns needed
moving-other-columns = Other columns
moving-words = What words of the older book mean
moving-sheet = Sheet
moving-each-row = Each row is
moving-heading-row = Row of the headings
moving-first-day = First day
moving-first-day-hint = From this day on the book is kept here; whatever was before stays in the older book.
moving-reason-hint = For example: moved to Minh Bach by Decision No. …
moving-witness = Second person
moving-witness-hint = Answers for the balance together with you.
moving-old-register = Name of the older book
moving-old-register-hint = Together with the number of each row it tells a case again: a second run adds nothing.
moving-due-source = Source of the deadlines
moving-due-source-hint = Stands beside the deadline for ever; left empty: the name of the older book.
moving-no-column = (no column)
moving-columns-of-file = Columns of the file
moving-or-for-all = Or a value for all
moving-check = Check every row
moving-read-again = Read the headings again
moving-drop = Drop this file

moving-give-first-day = Please enter the first day.
moving-give-reason = Please give the reason, for example the decision to move.
moving-give-witness = Please choose the second person.
moving-give-columns = No column is matched. Please choose the column of each part that is needed.
moving-give-heading-row = Please enter the number of the row of the headings, for example 1.
moving-give-old-register = Please enter the name of the older book, or choose the column that has it.

# Checking and recording.

moving-checking = Checking every row
moving-recording = Recording the opening balance
moving-may-leave = You may leave this page; the work goes on, and what it comes to is shown here.
moving-rows = rows with data
moving-new-units = new units
moving-new-people = new people
moving-cases-recorded = cases recorded
moving-cases-to-record = cases to record
moving-known = known before
moving-refused = refused

moving-nothing-new = Every row was here before; there is nothing to record.
moving-all-right = Every row is right. Nothing is recorded yet; please look it over and confirm.
moving-all-refused = { $refused ->
    [one] The { $refused } row was refused. See the reasons below.
   *[other] All { $refused } rows were refused. See the reasons below.
}
moving-some-refused = { $refused ->
    [one] { $refused } row refused, { $ready } right. Nothing is recorded yet.
   *[other] { $refused } rows refused, { $ready } right. Nothing is recorded yet.
}
moving-confirm = Confirm
moving-confirm-units = { $n ->
    [one] Confirm and record { $n } unit
   *[other] Confirm and record { $n } units
}
moving-confirm-people = { $n ->
    [one] Confirm and record { $n } person
   *[other] Confirm and record { $n } people
}
moving-confirm-cases = { $n ->
    [one] Confirm and record { $n } case
   *[other] Confirm and record { $n } cases
}
moving-checked-again = Whatever is changed below is checked again first.
moving-skip-refused = Leave out refused rows and record only those that are right

moving-moved = Moved in: { $file }
moving-moved-why = Recorded in the ledger as opening balance. Running this file again adds nothing.
moving-not-moved = Not recorded: { $file }
moving-not-moved-why = Nothing is recorded: some rows were refused. Correct the file and run it again, or choose to leave them out.
moving-another-file = Move another file in

moving-row = Row
moving-row-number = row { $n }
moving-column = Column
moving-value = Value
moving-result = Result
moving-why-refused = Why, and what to do
moving-refused-rows = { $n ->
    [one] { $n } refused row and the reason
   *[other] { $n } refused rows and the reasons
}
moving-refused-before = Previous refused rows
moving-refused-after = More refused rows
moving-first-reasons = Only the first { $n } reasons are kept; there are more refused rows.
moving-first-rows = First rows of the file
moving-first-rows-judged = First rows, by the rules of the kind of case
moving-will-record = to record
moving-is-known = known
moving-is-refused = refused
