# A register by step and by due day.

looks-name = How the list is shown
looks-rows = Rows
looks-board = Board by step
looks-calendar = Due calendar
looks-board-of = { $register } by step
looks-calendar-of = { $register } by due day, { $stretch }
looks-due = { $count } due
looks-none = No cases.
looks-cases = cases:
looks-first = From the first
looks-next = Next ones

looks-month = Month
looks-week = Week
looks-month-of = Month { $month }
looks-week-of = Week from { $first } to { $last }
looks-month-before = Month before
looks-month-after = Month after
looks-month-now = This month
looks-week-before = Week before
looks-week-after = Week after
looks-week-now = This week
looks-other-times = Other times
looks-today = today
looks-made-up = worked instead { $why }
looks-outside = outside the working calendar
looks-provisional = Some days off in this time are not announced officially yet: the calendar is provisional.
looks-day-cases = { $n ->
    [one] { $n } case
   *[other] { $n } cases
}
looks-day-late = { $n } late
looks-day-running = { $n } running
