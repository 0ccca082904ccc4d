# Forms made from the catalogue, and what is wrong with what was typed.

form-content = Content
form-assignment = Assignment
form-deadline = Deadline
form-proof = Evidence
form-reason = Reason
form-lead = Lead unit
form-lead-more = More lead units
form-lead-more-hint = Each lead unit gets a case of its own, all in one batch.
form-coop = Cooperating units
form-holder = Handled by
form-due = Due date
form-due-hint = Until the end of the working hours of this day.
form-due-by-rule = Left empty, it is computed by the rule of this kind of case.
form-no-due = Without a deadline
form-received = Received at
form-received-hint = Left empty: now. The limit counts from the moment of receipt.
form-attached = { $file }, attached at { $at }
form-proof-file = File attached to the case
form-proof-number = Number of a document in the registers
form-proof-number-hint = A document with a number in these registers: its date of issue is the date of completion.
form-proof-new = Or attach a new file
form-proof-new-hint = The day of attaching is the date of completion.
form-give-reason = Please give the reason.
form-not-blank = “{ $field }” has a value and cannot be emptied; if it is wrong, use “Correct a mistake”.
form-give = Please fill in “{ $field }”.
form-due-twice = A due date and “Without a deadline” exclude each other. Please choose one.
form-give-due = Please enter a due date, or tick “Without a deadline”.
form-received-later = The moment of receipt lies in the future. Please enter one that has passed.
form-received-form = { $why }; please write it as 2024-01-31T16:30.
form-give-lead = Please choose the lead unit.
form-no-date = “{ $typed }” is no date that exists; please write it as 31/12/2023.
form-problems = { $n ->
    [one] { $n } thing to correct before sending
   *[other] { $n } things to correct before sending
}
form-cancel = Cancel
form-intro = The case begins at step “{ $step }”. Legal basis: { $basis }.

form-by-procedure = By procedure { $procedure }: { $unit } decides.
form-covers = , covering for { $person }
form-follows = By the table of assignments, field { $field }: { $monitor } follows{ $cover }; { $reviewer } reviews, { $signer } signs.
form-by-table = By the table of assignments, field { $field }: { $room } advises.
