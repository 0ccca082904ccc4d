# The conclusions of a meeting, entered as clauses.

meeting-title = Conclusions of a meeting
meeting-lead = Each clause goes to one or several lead units: every unit gets a task of its own, all in one batch. Clauses left empty are passed over.
meeting-to-mend = { $n ->
    [one] One thing to mend before giving the tasks
   *[other] { $n } things to mend before giving the tasks
}
meeting-look = Look before giving
meeting-look-again = What is changed below is shown here again before it is given.
meeting-preview = Preview
meeting-more = More clauses
meeting-leave = Leave without giving
meeting-give = { $n ->
    [one] Give one task
   *[other] Give { $n } tasks
}
meeting-of = Meeting
meeting-clause = Clause { $n }
meeting-in-clause = Clause { $n }: { $why }

meeting-number = Number and symbol of the notice, or name of the meeting
meeting-authority = On whose authority
meeting-field = Field of work
meeting-text = What is to be done
meeting-unit = Lead unit
meeting-unit-hint = One lead unit for each task; of several units with semicolons between, each gets a task.
meeting-coop = Units that join in
meeting-due = Deadline
meeting-due-hint = 31/01/2024, or 10 (working days), or “không thời hạn” (none).

meeting-no-number = Please write the number of the notice or the name of the meeting.
meeting-long-number = The number or name has more than { $most } characters.
meeting-no-text = please write what is to be done.
meeting-no-unit = please write the lead unit.
meeting-leads-too = { $unit } is the lead unit already.
meeting-twice = { $unit } is named twice.
meeting-several = several units are called “{ $typed }”, please write the code of the unit.
meeting-unknown = there is no unit “{ $typed }”.
meeting-no-due = please write the deadline: a day, a number of working days, or “không thời hạn” (none).
meeting-empty = Please write at least one clause.

meeting-tasks = The tasks to be given
meeting-column-clause = Clause
meeting-column-task = Task
meeting-column-coop = Joining in
